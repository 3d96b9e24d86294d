"""Given names of many countries, as a hint that a line is a person's name: "Torben Sommer" is, "Core Summer" is not.

Only a hint: a name that is not here is one as well where sender, address or file name agree. Names that are words of
CVs, tools, months or towns (Art, Will, Crystal, Jordan, Austin) are left out, since they would make names of headings.
Folded: lower case, no accents.
"""

_NAMES = """
english: jack charlotte mark max aaron abigail adam adrian aidan aiden aisling alan alastair albert alex alexander
 alexandra alexis alfred alice alicia alison allan allen alyssa amanda amber amelia amy andrea andrew angela angus
 anita ann anna anne annie anthony antonia aoife archie arthur ashley audrey barbara barry beatrice ben benjamin
 bernadette bernard beth bethany betty beverly blake bob bobby bonnie bradley brandon breanna brenda brendan brian
 brianna bridget brittany bruce bryan caitlin callum calvin cameron carl carla carmen carol caroline carrie carys
 catherine cecilia charlene charles charlie cheryl chloe chris christina christine christopher cian ciara claire clara
 clare claudia clifford colin colleen connor conor corey craig cynthia daisy dale damian dan daniel danielle darren
 daryl dave david dawn deborah declan denise dennis derek derrick desmond diana diane dominic don donald donna doris
 dorothy doug douglas duncan dwayne dylan eamon edgar edith edward edwin eileen elaine eleanor elijah elizabeth ella
 ellen ellie emily emma emmanuel eoin eric erica erin ethan eugene evan eve evelyn ewan fiona frances francis frankie
 fraser fred frederick freya gail gareth gary gavin gemma geoff geoffrey george gerald gerard gillian glen glenn
 gloria gordon graeme graham greg gregory gwen hannah harold harriet harry harvey hayley hazel heather heidi helen
 henry herbert holly howard hugh ian imogen irene iris isaac isabel isabella isla isobel ivan ivy jackie jacob
 jacqueline jake james jamie jan jane janet janice jared jason jay jean jeff jeffrey jemma jenna jennifer jenny jeremy
 jerome jerry jesse jessica jessie jill jim jimmy joan joanna joanne joe joel joey john johnny jon jonathan joseph
 josephine josh joshua joyce juan judith judy julia julian julie justin karen kate katherine kathleen kathryn katie
 kayla kayleigh keith kelly kelsey ken kenneth kenny kerry kevin kieran kim kimberly kirsty kristen kristin kyle
 lachlan lara latonya laura lauren laurence lawrence leah leanne lee leo leon leonard leroy leslie lewis liam lillian
 lily linda lindsay lindsey lisa liz lloyd logan lois lorraine louis louise lucas lucy luke lydia lynn mackenzie
 maddison madeleine maeve malcolm mandy marcus margaret maria marian marianne marie marilyn marion marjorie martha
 martin marvin mary matt matthew maureen maurice maxine megan melanie melissa mia michael michelle mick miguel mike
 mildred millie miriam mitchell moira molly monica morgan nadia nancy naomi natalie natasha nathan nathaniel neil
 niall niamh nicholas nick nicola nicole nigel nina noah noel nora norman oliver olivia oscar owen padraig pamela
 patricia patrick paul paula pauline peggy penelope penny peter phil philip philippa phillip phoebe phyllis poppy
 rachel ralph randy raymond rebecca reginald rhiannon rhys ricardo richard rick ricky rita robert roberta robin roger
 roisin ron ronald ronnie rory rosemary rosie ross roxanne roy russell ruth ryan sadie sally sam samantha samuel
 sandra sara sarah scott sean sebastian shane shannon sharon shaun shauna sheila shelley sheryl shirley sian simon
 sinead siobhan sophia sophie spencer stacey stanley stella stephanie stephen steve steven stewart stuart susan
 susannah suzanne sylvia tamara tammy tanya tara taylor ted terence teresa terry tess theodore theresa thomas tiffany
 tim timothy tina toby todd tom tommy tony tracey tracy travis trevor tristan tyler tyrone ursula valerie vanessa vera
 vernon veronica vincent violet vivian vivienne wallace walter wanda warren wayne wendy wesley whitney wilfred william
 winifred yvonne yvette zachary zoe
german: achim albrecht alfons alois andreas angelika anja anke annegret anneliese annett annette annika antje arne
 astrid axel bastian beate benedikt bernd bernhard bettina birgit birgitta bjorn burkhard carina carsten christa
 christel christiane christoph conny cordula cornelia corinna dagmar daniela detlef dieter dietmar dirk dominik doreen
 dorothea eberhard eckhard edeltraud egon elfriede elisabeth elke elmar elvira emil erhard erich erika ernst erwin eva
 fabian falk felix ferdinand florian frank franz franziska frauke frieda friederike friedrich fritz gabi gabriele
 georg gerda gerhard gerlinde gernot gert gertrud gisela gotz gudrun gunter gunther gustav hanna hannelore hannes hans
 harald hartmut hedwig heike heiko heiner heinrich heinz helena helga helmut hendrik henning henrik herbert hermann
 hildegard holger horst hubert hugo ida ilona ilse ina ines inga inge ingeborg ingo ingrid irmgard isabell isabelle
 iwona jakob jana janine jens jessika joachim jochen johann johanna johannes jonas jorg jorn josef josefine judith
 jurgen jutta kai karin karina karl karlheinz karoline karsten katharina kathrin katja katrin kerstin kirsten klara
 klaus knut konrad konstantin kornelia kristina kurt lars lena leonie lieselotte lilli lorenz lothar ludwig lukas
 luisa lutz manfred manuela marc marcel marco mareike margarete margit margot markus marlene marlies martina mathias
 matthias maximilian mechthild meike melanie michaela mirjam moritz nadine nele niklas nikolaus nils norbert olaf
 oskar otto paulina petra philipp pia rainer ralf reiner reinhard reinhold renate rene reto roland rolf rosemarie rudi
 rudiger rudolf rupert sabine sabrina sandra sascha siegfried siegmund sigrid silke silvia simone sonja stefan
 stefanie steffen steffi susanne sven svenja swantje tanja thea theo thilo thorben thorsten tilman timo tobias torben
 torsten traute udo ulf ulla uli ulrich ulrike urs ursel uta ute uwe vera verena viktor viktoria volker walburga
 waltraud wenzel werner wiebke wilfried wilhelm willi winfried wolf wolfgang wolfram yannick
french: adele adrien agathe agnes alain alexandre alexia alexis aline amandine amelie anais andre anouk antoine
 apolline armelle arnaud aurelie aurelien aurore axelle baptiste bastien beatrice benoit berengere bernadette bertrand
 blandine brigitte bruno camille capucine carole caroline catherine cecile cedric celia celine chantal charlene
 christelle christian christiane christophe clarisse claude clemence clement clementine clotilde colette constance
 corentin corinne cyril damien danielle delphine denis didier dominique dorothee edouard elea eliane elisa elise
 elodie eloise emeline emilie emilien emmanuelle estelle etienne eugenie fabien fabienne fabrice fanny faustine
 felicie fernand fleur florent florian francine francois francoise franck frederic frederique gabriel gael gaelle
 gaspard gauthier genevieve geoffroy georges geraldine ghislaine gilbert gilles gregoire guillaume guy gwenaelle
 helene henri herve honore hubert hugues ines isabelle jacques jeanne jeannine jerome joelle josette josiane jocelyne
 jules julien julienne juliette justine laetitia laurent laurie lea leopold liliane lionel lisa loic lola lorene
 louane luc lucas lucie lucien ludivine ludovic madeleine mael maelle magali manon marcelle margaux margot marguerite
 mariam marthe mathieu mathilde mathis maud maurice maxime melina melissa mickael mireille monique morgane muriel
 mylene nadege nadine nathalie nicolas ninon noemie noemi odette odile olivier ophelie oriane pascal pascale patrice
 paulette perrine philippe pierre quentin rachida raphael raphaelle raymonde regine regis remi remy romain romane
 roxane sabine sandrine severine simone solange solene soline stephane sylvain sylvie thibault thibaut thierry
 timothee valentin valentine valerie vincent violaine virginie viviane xavier yann yannick yves yvon
spanish: adriana agustin aitor alba alberto alejandra alejandro alfonso alfredo alvaro amaia amparo ana anabel andres
 angelica antonio araceli arantxa ariadna arturo asuncion aurora beatriz begona belen benito berta blanca borja camila
 candela carlos carlota catalina cesar clara concepcion consuelo cristian cristina cristobal daniela diego dolores
 eduardo efrain elena elisa emilio encarnacion enrique ernesto esmeralda esperanza esteban estefania esther eugenia
 eusebio eva fatima federico felipe fermin fernanda fernando fidel florencia francisca gabriela genaro gerardo
 gilberto gonzalo graciela gregorio guadalupe guillermo gustavo hector hernan hilda hugo ignacio ignasi imanol inaki
 inmaculada irene isidro itziar ivan jaime javier jesus joaquin jordi jorge jose josefa josefina josep juana julio
 laia laura leandro leire leonardo leticia liliana lorena lorenzo lourdes lucia luis luisa lupita macarena magdalena
 maite manuel marcela marcelo marcos margarita mariana mariano maribel maricarmen marina mario marisol marta mateo
 matias mauricio merce miguel milagros miren mireia montserrat nerea nieves noelia nuria octavio olga ordono oriol
 oscar pablo paco paloma patricio paz pedro pepe pilar purificacion rafael ramiro ramon raquel raul reyes rocio
 rodolfo rodrigo rogelio rosa rosalia rosario ruben saul sergi sergio silvia sofia soledad sonia susana teresa tomas
 unai valentina valeria vicente victor violeta virtudes xabier ximena yolanda
italian: achille adele agnese alberto aldo alessandra alessandro alessia alessio alfonso alice ambra andrea angelo
 anna annalisa antonella antonietta antonino antonio arianna attilio aurora barbara beatrice benedetta bianca brunella
 bruno camilla carla carlo carmela carmelo caterina cecilia cesare chiara cinzia ciro claudia claudio concetta corrado
 cosimo cristiano cristina daniela daniele dario davide debora domenica domenico donatella donato edoardo elena
 eleonora elisa elisabetta emanuela emanuele emilia emiliano ennio enrica enrico enzo erika ermanno ettore eugenio
 fabio fabrizio federica federico ferruccio filippo fiorella flavia flavio franca francesca francesco franco fulvio
 gabriele gabriella gaetano gennaro gerardo giacomo giada gianluca gianni gianfranco gianpaolo gilda gino giorgia
 giorgio giovanna giovanni giulia giuliana giuliano giulio giuseppe giuseppina graziella grazia guido ilaria irene
 isabella ivana jacopo lara leonardo letizia lidia loredana lorenza lorenzo luca lucia luciana luciano lucrezia luigi
 luisa maddalena manuela mara marcella marcello marco margherita mariagrazia marika mario marisa marta martina
 massimiliano massimo matilde matteo mattia maura maurizio mauro michela michele milena mirella mirko monica natale
 nicola nicoletta noemi nunzia oreste ornella pamela paola paolo pasquale patrizia piera pierluigi piero pietro
 raffaele raffaella rebecca renata renato riccardo roberto rocco romano rosalba rosanna rosaria rosetta rossella
 sabrina salvatore samuele sandro sara serena sergio silvana silvia silvio simona simone sofia stefania stefano
 susanna teresa tiziana tiziano tommaso tullio umberto valentina valentino valeria valerio vanda veronica viola vito
 vittoria vittorio viviana walter
dutch: aafke aart adriaan alwin anneke annelies annemarie anouk antoon arend arie arjen arnoud bart bas bastiaan bauke
 berend bert birgit boudewijn bram carlijn casper cees cor corrie daan dennis dirkje eefje eline ellen els elsbeth
 emiel erik esmee evert femke ferry fleur floris freek frits gerben gerda gerrit gijs gijsbert greetje guus hannie
 harm harmen hein hendrika henk herman hilde ilse ineke iris jaap janneke jannie jasper jelle jeroen jeroom jochem
 joep joke joost joris jorrit jos josje jurgen jurriaan karel kees klaas koen koenraad laurens leendert lianne lien
 lieke lotte luuk maaike maarten maartje machteld marieke marijke marijn marike marit marjan marleen marloes mathijs
 matthijs meindert menno merel michiel mieke mirjam myrthe nienke nynke paulien pieter pim piet renske reinier rianne
 rien rik rinus robbert roel roeland roos rutger ruud sander sanne sjaak sjoerd sofie stijn suzan sven teun thijs
 thijmen tijn tijs tineke tjeerd toon truus twan wendela wessel wiebe wietske willem willemijn wim wouter yvonne
portuguese: adao adilson afonso agostinho aline alvaro amadeu amelia ana anderson andreia andressa angelo antonio
 armando artur augusta aurelio beatriz benedito bernardo bruna bruno caio camila carina carlos catarina cecilia celia
 celso cesar cintia clarice claudia cleber cristiane cristina daiane daniela davi debora denilson denise diana dinis
 diogo duarte duda edson eduarda eduardo elaine eliane elias elisa eloisa emanuel erica estevao eunice evandro fabiana
 fabiano fabio fatima felipe fernanda fernando filipa filipe flavia francisca gabriela geraldo gilberto gilson giovana
 goncalo guilherme gustavo heitor helder helena heloisa henrique hugo humberto igor ines iolanda irina isabel isadora
 ivone jaime janaina jeferson joana joao joaquim jonatas jorge jose josue juliana julio jussara katia lais larissa
 leandro leonor leticia lidia lilian liliana lourenco luan lucas luciana luciano lucio luis luisa luiz luiza luzia
 mafalda manoel manuel manuela marcela marcelo marcia marcio marcos margarida mariana marina mario marisa marta mateus
 matheus mauricio mauro melissa miguel moises monica murilo natalia nelson nuno olga osvaldo otavio patricia paula
 paulo pedro priscila rafael rafaela raimundo ramon raquel regina reinaldo renan renata renato ricardo rita roberta
 roberto rodrigo rogerio romulo ronaldo rosa rosana rosangela rubens rui samuel sandra sara sebastiao sergio severino
 silvana silvia simao simone sofia solange sonia susana tania tatiana telma teresa thais thiago tiago tomas vagner
 valdir valeria vanda vanessa vasco vera vicente vinicius vitor wagner wellington wilson yasmin
polish: adam adrianna agata agnieszka aleksander aleksandra alicja alina amelia andrzej aneta anna antoni antonina
 arkadiusz artur barbara bartlomiej bartosz beata blazej bogdan bogumila boguslaw bozena cezary czeslaw damian danuta
 daria dariusz dawid dominika dorota edyta elzbieta eryk ewa ewelina feliks filip franciszek gabriela grazyna grzegorz
 halina hanna helena henryk hubert ignacy igor ilona irena ireneusz iwona izabela jacek jadwiga jakub jan janina
 janusz jaroslaw jerzy joanna jolanta jozef julita justyna kacper kamil kamila karol karolina katarzyna kazimierz
 kinga klaudia konrad krystian krystyna krzysztof lech leszek lidia lucja lukasz łukasz łucja maciej magdalena maja
 malgorzata małgorzata marcin marek mariola mariusz marlena marta martyna mateusz michal michał mieczyslaw mikolaj
 mikołaj milosz miłosz miroslaw monika natalia nikodem norbert olga oliwia patrycja patryk pawel paweł piotr
 przemyslaw przemysław radoslaw radosław rafal rafał renata roksana roman ryszard sandra slawomir sławomir stanislaw
 stanisław stefania sylwester sylwia szymon tadeusz teresa tomasz urszula waclaw waldemar weronika wiesław wieslaw
 wiktor wiktoria witold wladyslaw władysław wojciech zbigniew zdzislaw zenon zofia zuzanna zygmunt
czech: alena andrej barbora blanka bohumil bozena branislav dana daniela dagmar dalibor denisa dusan eliska eva
 frantisek gabriela hana helena ilona irena ivana ivan ivo jakub jan jana jarmila jaromir jaroslav jaroslava jindrich
 jiri jirina jitka josef juraj karel karolina katarina katerina klara kristyna kveta ladislav lenka libor libuse
 lubomir lubos lucie ludmila lukas magda marcela marek marketa marie martin martina matej michaela michal milada
 milena miloslav milos miroslav miroslava monika nikola ondrej otakar patrik pavel pavla pavlina peter petr petra
 premysl radek radka radim renata richard robert roman romana rostislav ruzena sarka simona stanislav stepan svetlana
 tatiana tereza tomas vaclav veronika viera vit vladimir vladimira vlasta vojtech zbynek zdenek zdenka zuzana
nordic: aino anders anders ann-sofie annika antti arvid asa asmund astrid aud axel birgitta birthe bjarne bo britt
 carina dag ebba eero einar eirik ellinor elin elsa emilia erik espen eskil eva fredrik frida gitte gro gunilla gunnar
 hakan halvor hanne hege helle henrik hilde ida inger ingvild jannike jari jarmo jesper johan johanna jonas jorgen
 jussi kaisa kalle karin karl katarina kenneth kirsi kjell kjersti klara knud kristian kristoffer lars lasse leif
 linnea liv lotta magnus maja malin margit mari marit markku mats matti mette mikael mikko minna morten niels niklas
 nils oddvar olav ole oskar outi paivi pekka pelle per petter pirjo preben ragnar rasmus rikke rune saga sari siri
 sigurd signe solveig soren stig stina stine svein sven tero thor tiina timo toivo tone tor tore torbjorn trine tuomas
 ulf ulrika ulla unni vidar viggo ville vilma yngve
balkan: adela adrian alexandru alin ana andreea andrei ardian arben aleksandar bogdan boris boyan bratislav catalin
 cezar ciprian constantin corina cosmin costel costin cristian dacian daniela dejan denis dimitar dimitrios dorin
 dragan dragos dusan elena eleni emil eszter florentina florin gabor gabriela georgi gheorghe giorgos goran hristo
 ibolya ilie ilinca ildiko ion ionela ionut istvan ivana ivelina janos jasmina jelena katalin konstantinos kostas
 krisztina laszlo liviu ljubica lorena lucian luka madalina magda marius marija marko milica mihaela mihai mihail
 milica milos mirela mirjana monika natasa nebojsa nemanja nenad nevena nicoleta nikolaos nikolay nikola oana octavian
 panagiotis paraskevi petar petru plamen predrag radu raluca razvan robert roxana sandor silviu simona sinisa slavica
 slobodan snezana sorin spyridon stanimir stefan stefania stoyan svetlana szabolcs tamas teodora tibor tihomir todor
 tunde valentin vasile vasileios vasilis vesna vesselin victor viorel vlad vladimir zlatko zoltan zoran zsofia
 zsuzsanna
east: aleksandr aleksei alexey alina alla alyona anastasia anastasiia anatoly andrey andrii anton arkady artem bohdan
 darya daria denys dmitri dmitriy dmitry dmytro ekaterina elena evgeni evgenia evgeny fedor galina gennady grigory
 halyna igor ihor ilya inna irina iryna kateryna khrystyna kirill konstantin kristina ksenia larisa leonid lesia lilia
 lyudmila marharyta maksim maksym margarita marina mariya maryna maxim mikhail mykola nadezhda natalia nataliia
 natalya nikita nikolai oksana oleg oleh olena olesia olga olha pavlo petro polina roman ruslan sergei sergey serhii
 serhiy sofiia stanislav svetlana svitlana taras tatiana tatyana tetiana timur vadim vadym valentina valery vasyl
 viacheslav viktor viktoriia vitaliy vitaly vladislav vladyslav volodymyr vyacheslav yaroslav yelena yevhen yulia
 yuliia yuri yuriy zhanna
turkish: ahmet ali aslı asli ayse aysegul aylin baris begum berk berkay betul birgul bulent burak burcu busra canan
 cem cemal cengiz cigdem deniz derya dilek ebru ece elif emine emre engin ercan erdem erhan esra fatih fatma ferhat
 filiz furkan gamze gizem gokhan gul gulay gulsen hakan halil hasan hatice huseyin ibrahim ilker irem ismail kadir
 kemal kerem kubra leyla levent mehmet melek melike melis meltem mert merve mesut metin murat mustafa nazli necla
 nermin nihat nur nuray nurcan onur orhan osman ozan ozge ozlem ramazan recep sedat selim selin selma semih serdar
 serkan sevgi sevim sibel sinan suleyman taner tolga tugba tulay turgut ugur umit umut veli volkan yasemin yavuz yeliz
 yilmaz yusuf zehra zeynep
arabic: abdallah abdel abdelkader abdul abdullah abdulrahman abu adel adnan ahmad ahmed aicha aisha akram ali amal
 amina amine amir amira anas anwar asma ayman ayoub aziz aziza bashir bilal boutros charbel dalia dina dounia eman
 esraa fadi fahad fares farid farida farouk fatima fatma fouad ghassan habib hadi hadeel hafsa hala hamid hamza hanan
 hani hasan hassan hatem hayat heba hicham hisham houda huda hussein ibrahim ikram ilham iman ines islam ismail issam
 jamal jamila kamal karim karima khadija khaled khalid laila lamia latifa layla leila lina lubna mahmoud malika
 mansour mariam maryam mehdi mina moataz mohamad mohamed mohammad mohammed mohd mona mourad moustafa muhammad muhammed
 mustafa nabil nabila nadia naima najat nasser nawal nizar noor nora nour noura omar omnia osama othman rachid rami
 rana rania rasha reda reem rida riyad saad sabah safaa said salah salem salim salma samar sami samia samir samira
 sanaa sara selma shadi shaimaa sherif soraya souad soumaya sultan taha tarek tariq wael wafa waleed walid yahya yara
 yasmin yasmine yassin yassine younes youssef yusra zahra zainab zakaria zaki zeina zineb ziad
african: abena adaeze adama ade adebayo adeola adewale aissatou akosua akua ama amadou aminata ayodele babatunde
 bakary blessing bongani boubacar cheikh chidi chidinma chika chinedu chinwe chioma chukwuemeka cisse dembe ebere efua
 ejike emeka esi fanta fatou fatoumata femi folake funmi gideon gifty ibrahima idrissa ifeanyi ifeoma ikenna issa
 jabulani kamau kemi khadim kofi kojo kwabena kwaku kwame kwasi lamine lerato mamadou mariama moussa mpho muhammadu
 musa mwangi naledi ndidi ngozi njeri nkechi nneka nomsa obinna olamide olumide oluwaseun oluwatobi omar ousmane
 rokhaya sekou seun seydou sipho temitope thabo thandi themba tobi tunde uche usman wambui wanjiru yaw yetunde zanele
indian: aakash aarav aarti abdul abhay abhijit abhinav abhishek aditi aditya ajay ajit akash akhil akshay amar amit
 amitabh amol amrita anand ananya anil anirban anita anjali anjana ankit ankita anshul anuj anup anupam anurag aparna
 archana arif arijit arjun arpita arun aruna arvind asha ashish ashok ashwin ashwini atul avinash balaji bhavna bhavya
 bharat bhaskar chandan chandra chetan chitra debashish deepa deepak deepika devendra dhananjay dhruv dilip dinesh
 divya durga farhan ganesh gaurav gautam gayatri geeta girish gopal govind gurpreet hardik hari harish harpreet harsh
 harsha hemant himanshu imran indira ishaan jaspreet jatin jaya jayant jayesh jitendra jyoti kalpana kamala kapil
 karan karthik kartik kavita kavitha keerthi ketan kiran kishore komal krishna kuldeep kumar kunal lakshmi lalit lata
 lokesh madhavi madhu mahendra mahesh malini manisha manish manjeet manjula manoj mayank mayur meena meenakshi meera
 megha mihir mohan mohit mridul mukesh mukul murali nagesh naresh narendra naveen navneet neeraj neha nidhi nikhil
 nilesh nirmala nisha nishant nitin padma pallavi pankaj parth parul pooja prabhakar prachi pradeep prakash pramod
 pranav prasad prashant prateek praveen preeti prem priya priyanka puneet rafiqul raghav rahul raj raja rajan rajat
 rajeev rajendra rajesh rajiv raju rakesh ram rama ramakrishna raman ramesh rani ranjit rashmi ravi ravindra reena
 rekha renu reshma ritesh ritu rohan rohit roshni sachin sagar samir sandeep sandhya sangeeta sanjana sanjay sanjeev
 santosh sapna saroj satish saurabh savita seema shailesh shankar shanti sharad sheetal shilpa shital shiv shobha
 shraddha shreya shruti shubham siddharth smita sneha sonal sonali soumya sridhar srikanth srinivas subhash
 subramanian sudha sudhir sujata suman sumit sunil sunita suraj surendra suresh surya sushant sushil sushma swapna
 swati tanvi tarun tejas trupti tushar uday uma umesh usha vaibhav vandana varsha varun vasant venkat venkatesh vidya
 vijay vikas vikram vimal vinay vineet vinod vipin vishal vishnu vivek yash yogesh zubair
asian: aiko akihiko akira anh ayumi bao bayani binh chanchai chen chun dat dewi duc dung eiji emi endang fei feng
 giang guo hai hana hao haruka haruki hiroshi hoa hoang hua hui huong huy hye jae ji jia jian jiho jimin jin jing
 jiwon juan junho kaito kazuo keiko kenji khanh kumiko kwang li linh ling liu mai makoto mariko mei michiko mika min
 ming minh minjun misaki nam naoki ngan ngoc nguyen nhung noriko nurul phuong ping prasetyo putri qiang qing quang
 quynh rina rizky ryo sakura satoshi sato seojun shinji shu siti somchai soo sota suharto sukarno sung takashi takeshi
 tam tao taro thanh thao thi thu thuy toan tomoko trang trung tuan tuyen van viet wahyu wei wen xia xiao xiaoming xin
 xu yan yang yasuko yi ying yoko yong yoshiko yu yuan yui yuki yumi yun zhang zhen zheng zhi
"""

GIVEN_NAMES: frozenset[str] = frozenset(
    name for line in _NAMES.splitlines() for name in line.rpartition(":")[2].split()
)


def has_given_name(folded_words: list[str]) -> bool:
    """Whether one of a name's words, or one half of a hyphenated one, is a given name that no heading has."""
    return any(half in GIVEN_NAMES for word in folded_words for half in (word, *word.split("-")))
