"""In how many of 144 CVs a word, or a pair of words, occurs: how rare it is among CVs, and so how much it says.

Figures only, counted from the anonymised English CVs of the public LiveCareer "Resume Dataset" (CC0), six in each of
24 fields of work, with this room's own stems and without small words; what occurs in fewer than two CVs (pairs: three)
is left out. A line is `number: words`, and goes on in the lines below it that begin with a blank.
"""


def _table(lines: str, separator: str) -> dict[str, int]:
    table: dict[str, int] = {}
    count = 0
    for line in lines.splitlines():
        number, colon, terms = line.rpartition(": ")
        if colon:
            count = int(number)
        table.update((term, count) for piece in terms.split(separator) if (term := piece.strip()))
    return table


CVS = 144  # how many there are in all
WORDS: dict[str, int] = _table(
    """\
144: company name
142: skill
141: education
139: city
138: experience
136: state
127: management
118: team
116: all
114: service
113: work
112: by
108: summary
107: new
105: professional university
104: current
100: year
99: customer
98: business
97: office
96: training
95: system
93: project
89: manager
88: information time
87: communication development other
86: client including
84: plan
81: microsoft support through
80: bachelor
79: program
78: sale
77: report
76: department high member operation
75: developed level managed
73: process
72: up
71: activity
70: issue staff
69: provided
68: college data maintained planning provide working
67: daily employee knowledge procedure product quality
66: problem strong well
65: area based need
64: worked
63: analysis ensure standard
62: responsible software their various
61: created goal record science strategy such
60: administration relationship
59: meeting performance
58: highlight
57: event marketing order requirement school
56: environment research technical using
55: account effective leadership organization resource
54: ability develop excellent maintain providing
53: over while
52: accomplishment control group maintaining material which
51: assisted budget coordinated developing within
50: associate computer financial lead policy tool
49: cost excel implemented internal review
48: change inventory manage multiple technology use
47: community day during into line related trained vendor
46: design market oriented point responsibility schedule specialist task
45: building executive managing presentation processe result word
44: assistant director equipment senior
43: compliance database general student was
42: annual conference include prepared solution
41: additional application designed job personal personnel positive practice set
40: duty effectively maintenance master opportunity position
39: art assist both detail document documentation may meet month organized request strategic successfully
38: center implementation key multi were
37: access certified conducted corporate each first function industry media ms production special
36: appropriate completed monthly more national needed out reporting site supervisor
35: action assigned best between call certification contract create delivery file leader local processing public
  relation social store
34: january making one organizational performed prepare received who
33: case facility health increase non part payment scheduling two used weekly
32: administrative bank career core creating credit established good highly identify proper regarding solving status
  supply web
31: award closely complex contact creative end handling implement improvement international method monitoring
  operational perform powerpoint preparation representative required role safety technique them window
30: any ensuring expertise gpa help history increased language monitored owner phone proficient security suite
  transaction
29: accounting board cash cross etc executed existing expert field growth included make million person progress
  revenue success supervised tracking user written
28: about accurate across after agency background experienced focused full individual internet june learning major
  regulation resolve served timely track trend
27: active complete degree directed drive engineering execution extensive feedback hour interest item manual network
  open testing top under value
26: accuracy also care coordinator direct efficiency efficient our overall partner people profile purchase retail
  risk self setting several understanding unit update us volume
25: achieve affiliation assistance audit check consultant content date deadline external functional present skilled
  successful term three throughout united via worker
24: analyst brand build built campaign comprehensive course critical exceptional global government helped home human
  initiative leading led life monitor motivated necessary operating processed profit recommendation resolution
  reviewed satisfaction specification study telephone test verbal
23: able achievement advanced analytical basic correct decision ensured food hand improve legal liaison long
  performing power qualification response server small website wide
22: administrator advertising analyzed aspect august basis certificate co concept coordinate december different
  engineer english entry establish finance focus following future instruction large model online outstanding
  resolved than variety writing
21: association class consistently developer electronic expectation expense flow implementing interview list
  location outlook potential seeking statement teacher they when
20: according assessment assisting conduct creation delivered digital diverse effort feature follow fund guideline
  hardware keep law mail manner objective officer platform properly proposal question quickly researched september
  session supported travel visit volunteer
19: accordance american analyze april automated awareness balance bill card charge concern consumer determine
  distribution educational efficiently email employment evaluation floor form house integration numerous
  participated patient player post presented promoted promotion proven reduced regular room society talent
  technician tracked
18: base book commercial committee communicate correspondence directly division enhance enterprise fast five four
  grade hire impact increasing interpersonal kept medical november offering oversaw pricing productivity promote
  purchasing rate reconciliation repair resolving resulting safe scheduled serve source specific structure subject
  understand updated way
17: accurately aid analyzing approved average banking behavior capability children clean close collection
  communicated completion cycle designer diploma dynamic february federal graphic healthcare inquiry insurance
  integrated july made off parent party payroll pre president print prior private publication resulted saving solver
  supplier type
16: achieved applied assignment attention benefit billing central classe club code collaborated component
  construction coordination coursework departmental dollar entire excellence handle identified improved institute
  labor mba me negotiation number portfolio preparing proficiency property region sap situation sold taking target
  these total toward troubleshooting utilizing visual week where
15: acquisition acted ad can claim classroom coaching competitive conflict demonstrated deposit designing detailed
  display driven evaluated faculty final firm had handled hr improving initiated installation involved its mobile
  negotiated note ongoing organize oversee paper partnership period planned pressure range receivable recommended
  recruitment regional staffing stock take tax teaching trade train utilized verified will youth
14: academic administered along answered attended attitude back capital closing commerce communicator complaint
  contractor country direction due ethic every family filing finding friendly graduate guide hired hiring honor
  incoming input inspection instructor investment lesson march matter october oracle ordering orientation outside
  package payable price primary printer promotional receive recognized recorded recruiting register release reported
  routine selection shift spreadsheet sql summer survey thinking transfer updating usa workshop wrote
13: advance against america appointment associated assurance before being chart common condition copy curriculum
  dean dedicated deployment device educated emergency evaluate facilitate force format foundation generate get
  guidance head how if ii india intern invoice jan keeping layout like limited logistic machine manufacturing many
  metric minor most net offered overseeing photoshop placement plus principle purpose real recognition recruited
  reducing relevant return running san superior supervision supporting verify warehouse world
12: achieving act actively address adjustment agent amount approval assembly asset attendance automation but
  candidate clear coach consistent contributed counseling county defined deliverable earned engagement error
  exercise facilitated flexible followed front generated generation guest hard html identifying independent
  interaction learn loan mac maximize merchandise north offer operated outreach pc priority pro produced provider
  reading regulatory reliable rule run salary serving sheet six stakeholder supervise tech texa vehicle write
11: accountant addition adherence adobe approach available black challenge child clearance collaboration combined
  completing coordinating council cultural depth desk determined discuss documented drawing effectiveness electrical
  hospital intelligence interface issued journal learner license live module networking newly obtain participate
  physical prevent produce programming promptly qualified quarterly resourceful retention right seasonal show single
  so solid sound specialized title treatment upon video workflow xp
10: age air allocation answer attend attending better billion budgeting california capacity challenging clinical
  conducting continued coverage custom dec deliver delivering district driving energetic engine estimated exchange
  execute florida forecast grant great ground held helping higher illustrator inbound independently infrastructure
  innovation innovative investigation lab label letter log math measurement mentored modeling modification money
  music opening organizing osha outbound outcome participant past peer procurement profitability prospective
  quickbook receiving reduce referral regularly reviewing search setup short speaking specialty strength studio
  style table transportation truck utilize variance vertical women
9: accountable adapt addressed advising advisor advocate agreement applicable arrangement assigning aug authority
  awarded behavioral beverage bring calendar category coding collected competency compile compiled configuration cpr
  currently demand desktop discrepancy distributed documenting economic educator elementary encourage estimate
  evaluating expenditure fellow fire foster framework gap give highest idea inc initial install insure integrity
  interviewing jun kitchen load magazine measure mechanical onsite operate operator optimal option outgoing
  oversight overview paced page physician practical protocol psychology qa query rapport re read receipt recording
  requisition researching restaurant scope script secure selling seminar sery share sharepoint shop spanish sport
  stage start storage talented template territory tested thinker trainer transition usage version vice visitor
  without workstation yearly
8: above acceptance adequate affair agenda agile aided aircraft among analytic apr architecture article assessed
  atmosphere authored availability backup bilingual body box bringing bs businesse ca camp capture carrier channel
  chef cleaned cleaning clearly clerical collaborative collateral comfortable compensation consistency controller
  corrective correctly covering culture cum cut demonstrating description domestic down driver editing eight energy
  enhanced enhancement entered enthusiastic establishing estimating exceed exceeded expand expanded expansion
  exposure extra fair fashion fit fitness fixed focusing forecasting free freelance funding generating given image
  incident injury installed interact interactive introduced invoicing java journalism jul junior laude learned less
  looking loss low managerial mar margin mentoring menu methodology military mission newsletter ny observed oct
  official optimize oral packaging panel paperwork parameter participation pay phase phoenix piece place plant
  possess press principal printing proactive productive professionally progressive radio ready recommend remote rep
  requested respond responding score seasoned second secretary securing select selected shipping size south southern
  spearheaded spring star station submission supplied third took topic tour troubleshoot unique upgrade utilization
  verification wage wire wireless writer
7: accomplished accordingly admission advice advise advisory advocacy alignment ambassador annually attorney avoid
  balanced bid blueprint branch broad broadcast cad carefully catering chain chamber changing cisco clerk clientele
  cloud collaborate colleague commitment communicating consulting continue contribute counseled counter court
  credential crm css damage defect demonstration discussion drafted drafting drawer dreamweaver early easily
  emphasis employer enable engaged enrollment entering erp escalation estate example exceeding facebook factor filed
  functionality gain going governmental graduated greeted greeting grew headquarter heavy hold http income indicator
  industrial influence instructed interior intermediate interviewed investigated joint judgment largest latest
  launch lean ledger liability main mass membership mental merchandising message messaging motivate multimedia
  negotiating newspaper nonprofit nov nt offshore opened ordered outlet paid partnered pattern phi placed pos
  possible prep presence prevention previous producer producing profitable projection promoting protection publisher
  quick reach recipient reconcile reduction reference represented same sanitation scale screen secret sector
  semester sep sigma significant sr st standardized startup stay stocked story submit surrounding targeted taught
  telecommunication thorough those tight trip tutor validation very visio voice walk washington water workload york
6: accident acquired add added adding addressing adept advancement alert alternative another answering app applicant
  apply appraisal arranging assessing assumed audience authorization auto aviation became bi birth brought bug buyer
  c++ cable captain carolina cashier checking checkout chief classified coached collaborating coming committed
  concerning confidence confidentiality conjunction connecting connectivity consultation contribution controlled
  cooking corp corporation counsel count crew customized dashboard deal deep define demo demonstrate dependable
  deployed dining discharge discipline diversity done eclipse edge edited editorial effect emerging enforced
  engaging environmental equity examination executing express extensively face facilitation familiar familiarity fee
  figure formal found frequently ftp fundraising further gathered go healthy hindi hot hp inside instrument
  interacted interpret investigate involvement involving javascript knowledgeable leveraging linux literacy
  literature logic lotus loyalty lunch mapping maryland mathematic mature meal measuring mechanic medium mid middle
  minimum minute morale mortgage nation nearly nine nursing oklahoma old optimization output participating performer
  planner police portal positioning presenting prioritization proactively proposed prospect prototype punctual
  purchased quote ran reception receptionist reconciled reconciling recovery recruit red relate relating remove
  replacement representing residential responded restoration retain rural scholarship send sensitive sent seven
  shared side sign simultaneously some sourced specified spending started statistic statistical step streamlined
  structural studying tasker teamwork ten then ticket traffic transport uat utility validate visa vision vista what
  winning workforce xml
5: abuse academy accommodation accomplish adjusted allow apache appreciation approximately artist assess auditing
  authorized automobile ba banner bar batch belt boarding branding brochure broker calculate campus ceo certain
  chair chapter closed collaboratively color commission competition competitor compliant confirmation consecutive
  consulted continually continuous contractual conversion cook correction counting cover covered crisis crystal
  cuisine cultivated cutting dc demanding designated desired diagnostic dinner directive directory dr draw element
  engage enhancing enrolled enter entity entrepreneurship escalated essential extremely facilitating facilitator
  fall feb filling fine flexibility fluent foreign frame francisco fulfill fundamental gained game gathering google
  growing guided hipaa hoc hosted hygiene insight inspected institution instructional inter interpretation involve
  issuing john just lake lan launching liaised listening located logo look male manually marital marked match metal
  meticulous mixed modified move natural navy observation obtained obtaining oversea pace pack passion passport
  pending penetration personable personality pertaining pharmaceutical philosophy photo photography posting
  preference prioritized procedural professionalism prompt proofreading proprietary ranging rational readiness
  recently recruiter registered regression removal replace represent respective responsive revised robotic rounded
  route saa sage salesforce sample scanning scenario scrum seek sell sequence serviced shipment similar since smart
  smooth soft specialize sponsor starter statewide stream stress submitted substitute suggested supervisory sure
  surface teach television temperature tenure tester textbook there thoroughly timeline translated translation
  traveled trust twenty twitter typing uk unix usability valuable valued versatile view virtual visibility
  volunteered warranty waste wear weight western win winner worth
4: aa abroad accountability acrobat actual adhering adjust administering adp advised aging ahead allowing alpha
  analyse anda animal antonio apparel appealing applying approache architect arizona army arranged ascertain assign
  assortment atla attentive australia author autocad automatic az baseball become bed believe big blog booking
  boston bottom bridge briefing builder buying c# calculated calm centered charged church circuit clarity
  cleanliness clearing closeout cluster collect collecting colorado combat command compatibility completeness
  complied comprehension computed concerned concurrent confident confidential configure configured configuring
  connect connected connection consolidated constant constraint continuing contracted contributing costing cpa
  cultivate customize dalla dedication defining determining devised difficult diligent diligently directing
  disability disaster disciplined discount discussed disease displayed dispute distance domain door drug duration
  edit eligibility eliminate embedded employed encouraged entertainment estimation ethical exact experimental
  explain explained fabric fax faxe feed festival fill fitting fl flash fm fmla forklift fortune forward founded
  french fresh fulfillment functioning garment gas gate gateway giving glass golf governance governor grammar graph
  greater green gross grow hardworking hazard headed hearing heart his historical holder holding honorary
  hospitality host hotel hourly hundred ibm identification identity illinois illustration immediate import important
  inception incorporated indesign indiana inform informed ingredient initiate inquire installing instrumental
  insuring integrate interacting internship interpreted intervention intranet invited ios ip journalist kansa kind
  known krono landscape last late launche launched lecture legacy library licensed licensing light link living
  loader logical lost louisiana machinery mailing man manipulation map marine mark marketed marking married matching
  matrix maximizing medicare memo mentor mentorship mexico migration mind mother motivation much navigation nc neat
  networked northern now object observe onboarding once outsourced owned ownership packaged painting particular
  passionate password pdf peoplesoft percent perfect periodic peripheral permission personalized pharmacy php pick
  placing plain plastic play played political population portable portion premium presenter preserving previously
  procure professor programmer protect protective publishing quantity raise rapid rapidly ratio recipe redesign
  redundancy regard rejected remain repeat representation residence resume retirement revision reward rfp santa
  savvy scanner scholar sdlc secured segment selecting semi sending servicing settlement severe sexual sharing
  shelter shopping showcase signature smith solve southwest space speak speaker specializing spectrum spend
  sponsorship staying still strategically strict sub suggest suggestion suit sun supportive tactic taken tape
  targeting tasked tasking tea teller temporary termination theory therapeutic therapist therapy threat tier today
  together transferred transmission treasury trouble tuning turn turnover tx unified ups verifying versed veteran
  virginia visually vital vp wait want white worldwide www
3: ab absence accept accepted accrual ace acquire acuity acumen adaptable addresse adhere adhered adjunct admin
  adolescent adoption adword affect afghanistan agricultural agriculture aide aim aimed airport alcohol align
  aligned alliance allocated ambulance angele announcement antenna appearance apple aptitude around articulate
  artwork assembled assure atlanta attain attainment attendee attribute australian autism automating automotive
  avenue avid aware backend backlog ball bangalore banquet bartender basketball bba bench binder blast block blood
  bloomberg blue boeing boost breakdown breakfast bus busy buy calibration called calling capable captured carried
  carry cart cause ccna cd cell ceridian chairman champion charity charter checked checklist chemical chi chicago
  childcare childhood citizen civil classic classification clothing cms coalition cogno columbus combining comfort
  commissioned comparison compelling competent compilation comply compromising computerized concentration conception
  concrete confirming conformance consideration considered consisted consisting consolidating constantly
  constructive consumption contacted container context continuity contributor convention conversation cooperation
  corrected costa could counselor courier courteous creativity credibility criminal criteria culinary damaged dealt
  declare decrease defense deficiency delaware dell demographic denial dental deploy deploying dessert destination
  dev deviation devise dhcp diagram did diego diligence dimension diner disbursement disciplinary distribute
  diversified divisional doctor dod draft drink drove dry duplicate east easy ed editor edu educate educating ehr
  electro empathetic emphasized empowerment enabled encompassing enjoy entrepreneur european ever excelled exit eye
  fabricated fact factory fargo farmer feasibility feel fiber fifteen film finish finished firearm fiscal fixture
  flagship fleet flight fluency foot football forecasted foreclosure fort fostered founder fraternity fraud fuel
  fulfilled fully funded furniture ga gaap garnishe gather gear generalist germany getting gifted girl globally gold
  golden got graded grading greatly guard gui guiding gulf habit half hall handed happy hat having hazmat heavily
  helpdesk here highlighting hill hit hiv hobby holistic horizon housing houston hris id ide ie iii illness imagery
  imaging incentive incorrect initiating inspect inspecting inspiring instruct instrumentation intake intellectual
  interpreting inventoried investigating investor irregularity island jack jame joined joiner journey keynote kid
  kit knit land laser league lease left lending leveraged liaise linkedin listing literate little livestock loading
  locate logistical losse lower luncheon mailbox managementa manpower manufacturer max maximum measurable measured
  medal mediation medication memorial men metropolitan milestone minimal minority mitigate mix modifying motivating
  motivational mount movement mr municipal mvc mysql nationality nationally naval navigate negotiate next night nj
  node notary nurse obligation occupant oil onshore onto optimized optimizing orderly outdated overhaul overhead own
  pa paint pantry park passed path patrol patron pediatric permanent personally perspective pertinent petty ph
  physic physically pilot plate playing polished pool popular possesse possibility pr practiced preparedness
  prescribed prescription preventative printed projected proof proofread prospecting protected pto publicity
  publicly publish pump pursue put quantitative quark quota ramp rating reached reader recent refer referred refill
  reflect refresh refund reimbursement reliability remedy reorganized repeated reporter researcher reserve resident
  restore retrieval rf rfq ribbon road roi roll rotary router saint sauce saw scheme schooling scratch screened
  screening seamlessly secondary secretarial see seed segmentation seller sense seo sharp shelf shelve shipped
  shooting shore shovel showcasing significantly signing silicon simplified simulated simulation sketche sla sme
  snap solved song sous southwestern specialization speed spoken spokesperson spot spread sprint spss squadron
  square starting statutory steel stocking stored storyboard storytelling structured studied subcontractor
  submitting succession superb supervising surgeon surgical switche symposium tactfully tactical tag tcp technically
  tennessee terminal text thana theater thoma timeliness timesheet toad tobacco toddler tourism traceability tracker
  traded trading transitioned trash trial trim turning turnkey tutoring tv undergraduate understood underwriting
  union unload unscheduled upcoming urgent validated varied varying vast venture venue villanova visited visiting
  wanted watch waterfall weapon webmaster wedding welcomed welding welfare whole wine wip wiring wisconsin won
  workplace wpm zone
2: aas abc abreast ac accommodate accompanying acknowledged acknowledging acknowledgment actionable activation ada
  adaptability adapting adaptor adjusting administer ads adt adult advantage advertisement advertiser aero aerospace
  aesthetic afb affecting affiliate affiliated african again aggressively agility airbnb airline alabama alarm
  algorithm allergy allied allocating allowance allowed alongside alsoa alway amazing ambition ambitious amended
  analysed analyzer andhra android angle animation anti anticipated aol ap appeal appointed appropriately approve
  arabic architectural archiving arise arm arose array arriving artifact artistic asian asking asp assault
  assembling attaining attract attracted attracting attrition auction audio audited auditor austin automatically av
  ax baby baccalaureate backhoe bag baltimore band banker barrier baseline bash battlefield beach beam becoming beer
  begin behalf belief below benchmark benchmarking beneficial beneficiary bergen bet beta beyond bharati biweekly
  bkp blasting blend blended blogger bob bom bonus booked bookkeeper bookkeeping bottleneck boxe boy bpo branche
  branded breaking brief bright broadcaster brokerage brush budgetary budgeted buffalo bulk bullet bussiness
  calculating calculation caller cam cameron campuse canada canadian cap car cardiac careful caring carpentry
  carrying casework cashed catered cdl cement cento centralized centre ceremony challenged changed characteristic
  charitable charlotte charting cherry china choice christian churche circle citrix civic civilian classical cleared
  click clienta clock closer closure coast coating coffee cognition cold collaborator collegiate columbia columnist
  comcast commander commencement commendation comment commissioning commonwealth comp comparable compare compared
  comparing competing complement compose composed composer composite computing conceptualized concordia concurrently
  conducive conferencing connecticut console consolidate consolidation constructed consult contacting contain
  contained contamination contest continuously conversant cooked cooler coping copywriter corel corning correlation
  corresponding costpoint counted coupled courteously covenant cpl cpt craft crane creditor cricket crucial ct cu
  culminating culturally currency curricula curricular curve customization customizing dance david davis daycare
  dealing debit debt debug debugging decade decisive decorative decreasing default defensive definition delegate
  delegated delegation delta deltek demeanor dentist dentistry denver dependability depot deputy desire
  determination detroit devising dickinson differentiate differentiated dig digitization diode diplomatically
  directorate dirt disabled discovery dishe disk dispatching dispersed displaying dissemination dissertation
  distinguished distributor diver dns documentary doing doit dolly dominant donator dougla download downstream dozen
  dramatic dramatically dress dtd dynamically eager ease eastern eco edi edward eip either elected electrician
  electronically eleven embroidery emotional emphasize emr ems emt encountered encouragement endorsement enforce
  enforcement entitled entrance entree environmentally epa equitable errand escrow establishment esteem estimator
  etl evacuation even evidence evolving exam excess excited exclusive exemption exhaust exhibit exist expected
  expedite expeditionary expertly explaining exploitation explorer export expression extension exterior
  extracurricular extreme fabrication facet faceted facing factual failure fan far farm father faxing fda featured
  featuring feeding feet fell female fidelity fieldwork fifth fighter filemaker finalized financing finishing
  firework flier folder forest forma formed formula formulate formulated formulating forty forum fourth franchise
  fraudulent freezer frequency friend frontend frozen fun furnished gaining gamble garner garnishment gauge gave
  geared gender generator geography geometry george georgia gluten governing granted graphical gray greece greet
  grievance grill groomed groundbreaking grouping gym handbook handler handout hazardous hcpc heat heating
  heidelberg helpful her hereby heritage heroe hf himss hippa hispanic historic hk hmo holiday homeless homelessness
  homework hon honed hope hosting housekeeping humanitarian humanity humility hunter hydro hyper icd ice icici icon
  ieee ifr iis illustrate implementeda importance imported impression ina incorporating incorporation independence
  indian infection influencing info infosy initiation insert inspire instagram instituted institutional insured
  integral intel intercompany interested interesting interruption interval interventionist intolerance introduction
  intuit invitation iso issuance italian italy itinerary jboss jd jersey jetking jewelry jira johnny johnson joining
  journalistic justice kabul kappa kentucky keyword kingdom korea kpi kpis labeling laboratory laborer ladder laptop
  larger lay layer least leave legislation leisure liaising liberal lifecycle lifelong lifestyle lighting likely
  limit limitation lined linguistic lining linked liquor listed listener litigation llc loaded locating lodging
  logging london love lowest loyal loyola ltd lucrative lunche lync macro macroeconomic mailed mainly maker mandate
  manger marketplace mart mason mastered materiel maximized maya mayor md mean meat mechanism med medallion membera
  memory mentioned menus merchant mercy merging meter mexican michigan microcomputer microwave mill milwaukee mini
  minimize minimized minnesota mis missed missouri mitigation mixer mm mode modeled modify mom montana morning motor
  motorist mro mrp mrs multidisciplinary multifaceted multitasking municipality musician mutually myriad myself
  named nasa nasdaq nationwide native nature nbc nda necessity needing negative neighbor neighborhood netbean nevada
  ngo nielsen nim nml nominated nonperishable normal northeast northwestern notable notice notification notifying
  novel occasion occasionally occupancy oem ofa offset offsite often ohio omega openly optic optimistic optimum
  orange ordinate ordination organisation orient original orlando outdoor overtime oxford oxley oxygen partnering
  patch patche patiently payer paying pcor pda peachtree peak penalty pennsylvania percentage permitting peru pet
  phd philanthropy photographer picture pin pioneer pipeline pitch pitche pittsburgh pivot pl planed playground plm
  plot plumbing pneumatic polite politely polo poor port portioned possessed poster poured pp ppc ppe ppt precise
  preliminary premier premise preschool preserve presidential priced prime prioritize prioritizing privacy privilege
  prize probability procter professionala proffessional proficiently programmatic proofing proto province provision
  psychiatric publicized published puerto pulling pure pursued pursuit push pvt python qc qualifying qualitative
  queen queue radar raised raising ranked ranking rap raw ray rca rdbm rdp reaching realize receiver receptive
  recognize recommending recreation recreational refined refrigerator registration registry regulated regulator
  reinforcement relative relay released releasing remotely removed renaissance renew repeatable replenish require
  requiring requisitioning resale reset respect restocked restraint restroom restructure restructuring retailer
  retiree retraining returned reuter rewarding rework rho rica rich rico rigging rip river rock rocket roger rolled
  root rose roster rotated rotation routed routinely routing rpm safeguard safely safeway salad sam sanitized
  sarbane sas satellite satisfied save scaffolding scene scheduler schematic scientific sculpture seamless season
  seattle section sem sensor sensory separate servicesa servsafe seventh sex sg shadowed sharpen she shell ship
  shirt shoot should shown showroom shrm sight signage signal sill simplify singapore singh sixteen sizing sketching
  ski skid skillfully skus slide slip smile sms snow soldier solicit solidwork sop sort sorting sought soup sourcing
  southeastern sox spain span spanning spec specifically specifying speech speeche split spoiling srp ssl stability
  stable staffed staging stand standardization standardizing standing starbuck stayed stephen sterilization stop
  streamline streamlining strengthened strive striving struggling stylist submittal subordinate subscriber substrate
  subsystem succeed suggesting suitable summa summarized summarizing summit sunday sungard surpassing surveillance
  sustainability sweeping switch swot swr symantec synchronization synchronize systematic systematically tablet
  tailored taiwan talk talking tally tandberg tandem tap taxe taylor teaming technological tee telecom telephony
  tenant tennis terminology theft thesis theta thickness thin thirty though thought thousand threshold thru
  ticketing tie tied till timeframe timekeeper timekeeping toa tolerance tomcat topeka touch tournament tracing
  tradeshow traditional trainee transcribe transform transformed transistor transitional translate translating
  transmit transmitting transportable tray tree tribal trigger tripled troubleshot true trusted trusting turned
  tutorial typically ubuntu uc ultipro unable understandable unloading unusual updation upgraded upgrading upkeep
  upload uploading upper urbana urgency usaa usd usda utmost ux va vacuum valedictorian validating valley valuation
  vault vc ve verbally versa versus vessel viewed vincent virgin vocal vocational voip voluntary voting voucher vpn
  vs waiver walden walmart wan war warehousing warrior wash washed washing waveguide weaknesse weather webster
  weekend wellness west whilst wholesaler widely william willing willingness wing winter wiped wired withdrawal wood
  wordpress wounded yet yielded yoga young zero
""",
    " ",
)
PAIRS: dict[str, int] = _table(
    """\
144: company name
131: city state
58: customer service
53: current company
50: name city
49: microsoft office
42: bachelor science, communication skill
33: project management
31: team member
30: problem solving
29: year experience
28: additional information, education training, professional experience
27: ms office
26: professional summary
25: high school, policy procedure
24: education bachelor, set up
22: bachelor art, human resource
21: experience company, university city, word excel
20: business administration, state university, time management
19: office suite, state managed, united state
18: business management, work history
17: education master, management skill, microsoft word, more than, problem solver, quality control, team player
16: best practice, day day, detail oriented, long term
15: all aspect, business development, customer satisfaction, new product, result oriented, social media,
  state business
14: high level, management system, organizational skill, power point, science business, skill microsoft,
  state responsible, strategic planning, worked closely
13: account receivable, all level, client client, community college, decision making, hardware software,
  internal external, interpersonal skill, management team, office outlook, professional affiliation,
  public relation, purchase order, sale associate, skill highlight, training program, web based
12: core qualification, developed implemented, excel microsoft, follow up, information system, new business,
  new employee, process improvement, retail sale, sale team, state united, state worked, team leader, up date
11: account payable, attention detail, cash register, design development, excel powerpoint, high volume,
  inventory control, managed all, manager company, product development, project manager, state gpa, state usa,
  training development, while maintaining
10: access excel, administrative support, cross functional, customer need, daily basis, high quality,
  liaison between, management experience, marketing strategy, million dollar, new hire, proven ability,
  quality assurance, sale goal, senior management, skill account, state created, state developed, state us,
  timely manner, under pressure, verbal communication, while working, work experience
9: ability work, all new, business process, cash handling, client customer, college city, complex problem,
  data entry, development team, excellent customer, fast paced, full time, gpa gpa, market research,
  marketing campaign, office manager, operating system, personal information, point contact, problem resolution,
  professional development, resource management, sale marketing, sale representative, skill accounting, skill work,
  software development, state manage, state provided, strong communication, strong interpersonal, subject matter,
  track record, which include, which included, which resulted, work ethic, work well, working closely,
  written communication
8: access microsoft, action plan, administrative assistant, all project, by developing, by providing,
  corrective action, cost effective, credit card, cum laude, data analysis, designed implemented, developed new,
  development program, excellent communication, experience working, financial statement, first aid, food beverage,
  health care, information management, information technology, leadership team, lesson plan, life cycle,
  marketing market, marketing plan, matter expert, new existing, office office, office word, outlook powerpoint,
  product service, risk management, school diploma, self directed, self motivated, setting up, skill ability,
  special event, summary skill, trained new, training material, written verbal
7: area including, bank deposit, business intelligence, business operation, career overview, cash drawer,
  completed all, computer science, conflict resolution, cost by, created new, develop implement,
  development project, duty including, education associate, education program, end user, ensure compliance,
  ensure proper, environment by, executive profile, extensive experience, faculty staff, functional team,
  highly motivated, journal entry, management professional, manager summary, marketing material, master business,
  master science, menu item, microsoft excel, monthly quarterly, network networking, new account, new york,
  office powerpoint, positive relationship, product line, qualification microsoft, quality management,
  related issue, sale sale, school city, security clearance, seeking position, service database, software hardware,
  staff development, state provide, state skill, strategic marketing, summary highly, test case, third party,
  tracking system, training new, two year, verbal written, vice president, work area, year end
6: account executive, account management, account reconciliation, achieve goal, across all, after school,
  all employee, all time, analyze data, annual revenue, applied science, assistant company, assistant manager,
  associate art, board director, board member, budget budget, business opportunity, business partner, business plan,
  classroom management, client data, client database, communication system, community service, company policy,
  computer skill, conference call, cost saving, critical thinking, customer relation, customer relationship,
  customer support, date birth, develop maintain, developed maintained, development new, diverse background,
  employee relation, excel access, excel power, experience customer, federal state, financial financial,
  financial reporting, financial service, general ledger, graphic design, hired trained, inbound outbound,
  including but, language english, leadership skill, led team, lotus note, manage multiple, managed team,
  management business, management customer, management information, managing marketing, marketing business,
  marketing sale, media relation, mental health, month end, new technology, non profit, north carolina,
  office excel, one year, operating procedure, oriented self, personnel policy, phone call, point sale,
  powerpoint word, professional profile, progress project, purchasing quality, quality standard, real estate,
  recognized by, reporting research, researched resolved, sale floor, selling sale, senior level, service all,
  service oriented, service representative, skill excellent, skill strong, software engineer, solving skill,
  staff training, standard operating, state bachelor, state federal, state maintained, store operation,
  strong leadership, summary experienced, system used, team building, technical support, test plan, tight deadline,
  time employee, trade show, training bachelor, web site, work environment, work flow, work order,
  working relationship
5: acceptance testing, accounting financial, across multiple, active directory, actively participated,
  activity including, ad hoc, adobe photoshop, affiliation member, all client, analyst summary, analytical skill,
  annual budget, assigned project, assigned task, assisted customer, associate applied, associate company,
  billion dollar, brand awareness, budget business, business analyst, by using, call center, career development,
  chamber commerce, change management, client relation, clientele client, community event, company including,
  consecutive year, construction site, consulting service, core accomplishment, create new, created maintained,
  creative problem, customer complaint, customer order, customer question, data into, database database,
  database management, day activity, depth knowledge, designed developed, designer developer, developed managed,
  development business, development delivery, development implementation, digital marketing, each month,
  education university, effective communication, effectively managed, employee orientation, end end,
  english language, ensure all, ensure timely, event planning, excel ms, excel outlook, excel spreadsheet,
  excellent organizational, executive management, executive summary, expense report, external customer,
  facility management, fast learner, financial analysis, financial report, five year, front end, gap analysis,
  general contractor, goal setting, government regulation, grade level, graphic designer, greeted customer,
  guest satisfaction, handled all, highly skilled, incoming outgoing, inventory management, issue related,
  java javascript, kitchen staff, large scale, law regulation, leadership development, level customer,
  maintain positive, management project, management sale, management staff, marital status, market marketing,
  market trend, marketing communication, marketing marketing, master art, material meeting, meet customer,
  meeting access, meeting excel, meticulous attention, monthly report, ms word, multi line, multi task,
  multi tasker, multiple project, name may, name september, new client, new concept, office application,
  office management, office ms, office supply, opening closing, operation ensure, operation management, oracle sql,
  other department, other duty, outstanding customer, over phone, paced environment, part team, part time,
  performance improvement, performance review, photoshop illustrator, powerpoint microsoft, prep work,
  presentation material, product feature, product knowledge, product management, product release, project managed,
  project planning, project progress, provide customer, provide support, provided information, quality service,
  quality work, question concern, receivable administrative, record management, relation customer,
  relationship between, relationship management, representative company, request information, required by,
  research assistant, responsibility included, responsible all, risk assessment, role model, sale by, sale customer,
  sale process, sale scheduling, sale strategy, san francisco, search engine, self starter, service customer,
  service issue, skill administrative, skill project, software product, special project, specialist company,
  sql server, sql sql, staff accountant, state assisted, state designed, state india, state led, state operation,
  state performed, state processed, store manager, strong analytical, strong relationship, student learning,
  student progress, supply chain, supply equipment, support service, system integration, teacher company,
  teacher professional, team environment, team including, team meeting, training manual, training session,
  troubleshoot troubleshooting, university phoenix, used by, user acceptance, user training, vendor management,
  weekly meeting, well rounded, window xp, word office, work closely, working knowledge
4: about product, access powerpoint, accountant summary, accounting department, accounting record,
  accounting software, achievement award, active member, administrative duty, air force, all accounting,
  all company, all customer, all department, all financial, all material, all student, all type, allowing me,
  analysis business, analysis data, analysis financial, analysis project, analyst company, analytical problem,
  answer question, answered customer, any other, any question, application development, application including,
  associate degree, associate science, award winning, bank reconciliation, based application, bill material,
  board meeting, budget contract, business by, business goal, business need, business processe,
  business requirement, business school, business strategy, by attending, by efficiently, by implementing,
  by management, by studying, case management, case manager, cash flow, cash receipt, classroom instruction,
  client relationship, client server, common core, communication between, communication interpersonal,
  computer application, computer network, computer system, conference room, construction project,
  content management, continuing education, control food, coordinated all, core competency, cpr certified,
  created implemented, credit client, critical thinker, current sale, curriculum development, customer account,
  customer employee, customer experience, daily operation, daily task, day operation, deadline driven, dean list,
  design marketing, develop new, developed training, developing implementing, development manager,
  development opportunity, development professional, development training, direct report, directed time,
  director summary, duty include, education mba, education professional, effective team, effective time, eight year,
  employee benefit, engineering manager, ensure accuracy, ensuring all, ensuring proper, establish maintain,
  event management, excel office, excellent multi, exceptional customer, experience developing, experience managing,
  experience sale, experience senior, extensive knowledge, extremely organized, face face, field trip,
  filing system, followed up, food handling, food item, food preparation, food service, four year, front desk,
  general manager, handle multiple, help desk, highest level, highlight microsoft, highlight strong,
  highly organized, hr manager, html xml, illustrator indesign, implemented new, improvement plan,
  including product, including project, increase brand, increased sale, information into, information regarding,
  instruction student, investment banking, job title, key performance, knowledge experience, language art,
  leadership training, learn new, legal requirement, lesson planning, level management, line business, line phone,
  long time, made recommendation, mail office, maintained strong, manage all, manage team,
  management accomplishment, management all, management city, management client, management inventory,
  management leadership, management product, management program, management strong, management tool,
  management training, management university, manager city, marketing information, marketing meeting,
  marketing specialist, marketing team, mba business, media outlet, meet need, microsoft project, microsoft window,
  million annual, monthly basis, motivated professional, ms project, multi tasking, name january, name november,
  negotiation skill, network infrastructure, new customer, new project, new service, off site, office automation,
  office skill, open source, operated cash, operation by, order customer, order provide, other team, our client,
  outlook internet, outreach activity, patient care, payable account, payroll processing, performance indicator,
  person via, planning execution, planning implementing, policy development, policy processe, portfolio management,
  pos system, positive impact, positive work, printer processe, private label, procedure ensure,
  procedure including, procedure manual, process by, process procedure, processing invoice, product launche,
  product marketing, production support, professional mature, proficient microsoft, program by, program development,
  project development, project leader, project plan, project provide, project status, project work,
  prospective client, provide service, provide training, provided daily, provided instruction, public event,
  public speaking, quality customer, quarterly annual, question about, quickly efficiently, real time, record all,
  record keeping, regular basis, relation issue, report other, representative summary, research development,
  research report, resolve issue, resolve problem, responsible managing, safety standard, sale call,
  sale department, sale order, sale performance, sale professional, sale report, sale sap, san antonio,
  school district, science communication, science computer, senior executive, service delivery, service developed,
  service experience, service provider, service request, six sigma, skill accomplishment, skill business,
  skill proficient, skill proven, skill skill, small group, software application, solver who, special education,
  special need, specialist june, staff member, staffing need, state analyzed, state built, state college,
  state company, state completed, state directed, state director, state education, state executive,
  state management, state prepare, state project, state psychology, state set, status married, strategy marketing,
  strategy strategic, strong communicator, strong problem, strong verbal, strong work, student teacher,
  successfully implemented, suite powerpoint, suite word, supervisor summary, support all, support company,
  support specialist, support staff, support team, system administration, system application, system oracle,
  system window, talent development, task such, team during, team lead, team leadership, team management,
  team oriented, technical college, telephone skill, their need, thorough understanding, through effective,
  through various, total quality, tracked all, trained all, travel arrangement, understand their,
  university maryland, up meeting, us bachelor, user group, various department, vendor relation, via telephone,
  visual studio, visually appealing, was able, was responsible, was used, web application, web content, web design,
  web page, weekly monthly, which were, while managing, who adapt, wide range, window nt, window server,
  word outlook, word processing, work independently, work toward, work under, worked directly, written oral
3: ability maintain, able handle, access database, access ms, accomplishment project, accomplishment skill,
  account maintained, account manager, account relationship, accountant company, accounting data,
  accounting manager, accounting professional, accounting system, accurate timely, achieve result, achieved top,
  achieving goal, active listening, activity based, activity developed, activity ensure, activity honor,
  activity while, administration finance, administration management, administration marketing,
  administrative activity, administrative policy, advance material, advocate summary, agenda supplied,
  ahead schedule, aircraft maintenance, all account, all business, all corporate, all internal, all merchandise,
  all program, all regional, all sale, all system, analysis analytical, analyst city, annual sale, application by,
  application provide, appropriate action, appropriate work, area education, art art, art business, art culinary,
  assigned area, assist client, assist customer, assistant director, assisted management, associated press,
  association skill, assurance analyst, audit processe, automated test, available upon, back end, balance sheet,
  bank account, banking sale, basic billing, basic book, basic office, benefit administration, best possible,
  bi business, billing budget, black belt, blog post, blueprint specification, bottom line, branch manager,
  brand development, brand identity, bs business, budget management, budget report, budget spending,
  building relationship, built strong, business client, business customer, business issue, business owner,
  business performance, by completing, by creating, by leading, by maintaining, by managing, by monitoring,
  by overseeing, call volume, care merchandise, care plan, care service, case child, cash credit, ccna cisco,
  center management, certified microsoft, change order, chef summary, chief executive, child abuse,
  classroom teacher, clean safe, clerical knowledge, client base, client delivery, client expectation,
  client included, client including, client management, client meeting, client vendor, closed store,
  closing procedure, co authored, co owner, co worker, collection credit, committee member,
  communicated effectively, communication plan, communication public, community health, community involvement,
  company website, competitive product, completed daily, complex financial, compliance issue, compliance training,
  computer program, computer software, conducted daily, configuration management, consistently exceed,
  construction worker, consultant career, contact vendor, continuous improvement, contributed team,
  correspondence report, cost analysis, cost control, counseling customer, counting cash, course work,
  created strategy, creative solution, credit customer, credit term, cross cultural, cross training, css client,
  culinary art, curriculum instruction, customer answer, customer assisted, customer call, customer database,
  customer expectation, customer feedback, customer including, customer inquiry, customer interaction,
  customer oriented, customer sale, customer specification, customer vendor, cut pro, cutting edge, daily report,
  daily support, data collection, data management, data processing, data report, data warehouse,
  database application, database delivery, database documentation, database system, day by, dell hp,
  demonstrated ability, demonstrated expertise, department company, department education, department including,
  design process, design project, design review, design specification, design team, design work, designed created,
  designed web, designer summary, detail result, develop expand, developed company, developed executed,
  developed marketing, developed professional, developing spreadsheet, development company, development execution,
  development high, development leadership, development life, development management, development software,
  development strategic, development testing, development tool, development worked, dining area, dining room,
  director finance, documentation email, drafted meeting, drive sale, due diligence, during tenure, each customer,
  each day, each student, each system, each week, early childhood, earned positive, educated client, education high,
  education student, effective communicator, effective management, effective relationship, effectively trained,
  efficient manner, electrical engineering, electro mechanical, elementary middle, emergency situation,
  employee perform, employee scheduling, end audit, end month, engineer who, engineering drawing, english spanish,
  ensure accurate, ensure optimal, enterprise network, entire group, equipment operator, equipment requirement,
  equipment service, equipment supply, erp system, escalated issue, established maintained, event promotion,
  every day, exceeded all, excel mail, excel word, excellent leadership, excellent problem, excellent verbal,
  executed all, executed follow, executive chef, executive company, executive leadership, executive level,
  executive officer, executive team, exit interview, experience business, experience construction,
  experience consultant, experience director, experience hr, experience include, experience information,
  experience january, experience management, experience program, experience public, experience software,
  external communication, external partner, facebook twitter, faculty student, feature financial, feature such,
  fellow teacher, final cut, finance financial, financial accounting, financial analyst, financial credit,
  financial institution, financial management, financial operational, fire department, first time,
  fitness instructor, focus group, followed all, food bank, food cost, food drive, food quality, food safety,
  full line, function including, function team, functional regression, funded by, fundraising event,
  general education, go live, goal company, goal expectation, goal oriented, good communication, good knowledge,
  grade teacher, great plain, greeting visitor, gross margin, ground up, growth education, growth organization,
  hand tool, handling all, handling method, handling procedure, hard working, hardware networking,
  health department, health education, health safety, heavy equipment, help student, helped maintain, high end,
  high energy, high net, highlight experience, highly proficient, hiring training, home based, honor society,
  how use, hr function, hr policy, html css, http www, identified opportunity, identify trend, implement new,
  implementation management, implementation project, implemented processe, implemented project, improvement process,
  incident management, include but, including greeting, including new, incoming call, increase restaurant,
  increase revenue, increased responsibility, individual need, information award, inside sale,
  installation configuration, insurance carrier, intern company, internal control, internet research,
  interpersonal communication, interview hiring, inventory inventory, inventory purchasing, job description,
  job evaluation, junior achievement, key account, key business, kitchen operation, knowledge skill, labor cost,
  language bilingual, language learner, language skill, large group, large volume, lead company, lead generation,
  lead team, leadership communication, leadership program, leadership project, leading team, learn about,
  learning development, learning style, learning success, ledger accounting, legacy system, less than, level all,
  level support, listening skill, local state, loss prevention, mail fax, maintain customer, maintain high,
  maintain inventory, maintain patient, maintained all, maintained customer, maintained food, maintained high,
  maintained knowledge, maintaining overall, maintaining record, maintenance repair, man hour, managed care,
  managed day, managed design, managed high, managed multiple, managed receptionist, managed staff,
  management administration, management coursework, management creative, management designed, management electronic,
  management employee, management excellent, management executive, management firm, management function,
  management functional, management general, management hr, management including, management managing,
  management operation, management performance, management plan, management policy, management public,
  management reporting, management review, management risk, management service, management software,
  management strategic, management vendor, manager education, manager jan, manager january, manager professional,
  managerial skill, managing all, managing market, manufacturing facility, market meeting, market share,
  marketing design, marketing event, marketing initiative, marketing program, marketing public, master new,
  material equipment, material executed, mechanical engineering, media company, media plan, medical record,
  meet business, meet tight, meeting agenda, meeting conference, meeting event, meeting team, member achieve,
  member information, middle school, monitor performance, monitoring project, monitoring tool, monthly financial,
  monthly meeting, more efficient, more thana, motivated staff, ms access, multiple department, multiple task,
  name december, name june, national association, national education, need assessment, need developed,
  need maximize, need student, negotiated all, net worth, network administrator, new joiner, new member,
  new situation, new software, non routine, notary public, note microsoft, office adobe, office assistant,
  office microsoft, office public, office staff, office window, oil gas, one attention, online media,
  open enrollment, opened closed, operating cost, operation including, operation manager, operation support,
  operational budget, oracle application, oracle developer, oral communication, order supply, organization by,
  organized detail, organized managed, other marketing, other special, outgoing correspondence, outside sale,
  outstanding communication, over course, over telephone, over year, overall cost, overall focus, owner owner,
  parent regarding, partner sale, payable receivable, payment transaction, people soft, perform other,
  performance evaluation, performance metric, performance tuning, permanent address, person over, person request,
  personal computer, personnel presentation, petty cash, phone system, phone type, plan implement, plan marketing,
  plan schedule, planned executed, planning business, player who, plus year, policy practice, positive attitude,
  positive feedback, possess strong, potential customer, powerpoint power, powerpoint presentation,
  powerpoint sharepoint, practical experience, pre production, preparation education, prepared monthly,
  press release, primary contact, print advertising, problem complaint, procedure obtain, process change,
  process including, process owner, process payroll, process redesign, processe coding, processe including,
  processe procedure, processe process, procurement purchasing, product customer, product developed,
  product manager, product quality, product sale, production manager, productivity by, professional driven,
  professional seeking, profit organization, program ensured, program including, program management, program staff,
  program which, progress developed, progress quality, progress report, project closeout, project designed,
  project include, project including, project lead, project program, project scheduling, project tracking,
  project which, proper food, proper sanitation, property damage, property owner, proposal client,
  provide assistance, provide feedback, provide leadership, provided administrative, provided all,
  provided excellent, provided high, provided recommendation, providing high, providing support, public outreach,
  public service, publicly traded, purchase requisition, qa test, quality center, quality cost, quality issue,
  quality qa, re engineering, reception area, receptionist area, record customer, record maintain, recruitment sale,
  red hat, regarding classroom, regional manager, relation campaign, relation director, relationship by,
  repeat business, report all, report client, report company, report ensure, report generation, report sale,
  report using, report writing, reporting analysis, reporting forecasting, reporting project, reporting system,
  requirement analysis, requirement by, requirement management, research market, research project, research safety,
  research sale, research skill, residential commercial, resolved billing, resolved customer, resource activity,
  resource created, resource information, resource planning, responding telephone, response team,
  responsibility were, result by, resulted increased, retail banking, retail customer, retail store,
  role responsibility, safety regulation, safety sale, sale account, sale data, sale event, sale force, sale growth,
  sale management, sale pos, sale promotion, sale service, sale staff, sale tax, sale volume, san diego,
  sanitation kitchen, sanitation practice, schedule appointment, scheduled unscheduled, school business,
  science accounting, science social, second grade, secret clearance, secret security, seeking employment,
  senior sale, server database, server web, service ability, service agency, service business, service client,
  service company, service data, service industry, service level, service management, service revenue,
  service skill, service specialist, service support, service technical, service working, single point, site visit,
  skill academic, skill active, skill adobe, skill advertising, skill all, skill competitive, skill experience,
  skill high, skill knowledge, skill leadership, skill marketing, small business, small medium, social need,
  social service, social study, software account, software engineering, software package, software solution,
  software system, software testing, solving ability, solving processe, sous chef, specialist ii, specialist jan,
  specialized training, specification document, sql developer, sql ms, staff ensure, staff management,
  staff meeting, staffing recruiting, standard procedure, start up, state answered, state certification,
  state computer, state conducted, state coursework, state create, state law, state lead, state local,
  state maintain, state manager, state master, state minor, state owner, state program, state promoted,
  state received, state training, storage area, strong ability, strong organizational, student association,
  student by, student faculty, student lead, student need, student parent, student various, student while,
  studio eclipse, subject area, substitute teacher, success developing, successfully completed,
  successfully trained, summary creative, summary energetic, summary motivated, summary seeking, summary talented,
  summer camp, superior customer, supervisor company, supplied advance, supplier vendor, supply specialist,
  support activity, support management, support partner, support phone, support system, support technician,
  support user, system backup, system experience, system manage, system operation, system process, system project,
  system requirement, system software, system support, system test, system working, take necessary, taking care,
  task education, teacher training, teacher year, team based, team client, team conference, team coordinated,
  team develop, team development, team ensure, team managed, team trained, team training, teamwork skill, tech pack,
  technical lead, technical skill, technology certificate, technology market, technology service, technology skill,
  telephone call, telephone person, term condition, test environment, test strategy, testing application,
  testing requirement, their account, their business, their home, thinking skill, throughout united,
  time attendance, time budget, time by, time delivery, time period, timely accurate, timely efficient,
  tool equipment, tool like, tool ms, top management, trained developed, trained employee, trained mentored,
  training classe, training company, training developing, training staff, trend analysis, trouble shooting,
  two week, under budget, united way, university california, university college, university india,
  university student, unscheduled maintenance, upon request, user friendly, using various, valuable experience,
  value added, variance analysis, various government, various training, vendor invoice, villanova university,
  visitor responding, volume production, wait staff, was involved, was promoted, web development, web server,
  website development, weekly report, well fargo, well organized, well under, well versed, when necessary,
  which increased, window based, window window, window word, wire transfer, within first, within organization,
  without compromising, without direct, word microsoft, work plan, worker compensation, workflow written,
  writing skill, year award, year old, year over, year professional, york city
""",
    ",",
)
