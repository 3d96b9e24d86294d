"""A vacancy for each of the 24 fields of the CVs: by the field's name, and as companies advertise."""

_NAMES = {"bpo": "BPO call centre", "hr": "HR"}

ADVERTISED = {
    "accountant": (
        "Senior Accountant",
        ("general ledger", "reconciliation", "accounts payable", "QuickBooks", "month-end close", "GAAP"),
    ),
    "advocate": (
        "Patient Advocate",
        ("advocacy", "case management", "victims", "legal services", "outreach", "crisis intervention"),
    ),
    "agriculture": ("Farm Manager", ("crops", "livestock", "irrigation", "harvest", "soil", "agronomy")),
    "apparel": ("Fashion Merchandiser", ("apparel", "garments", "fabric", "merchandising", "retail", "fashion")),
    "arts": ("Art Teacher", ("painting", "drawing", "exhibitions", "gallery", "studio", "ceramics")),
    "automobile": ("Automotive Technician", ("engine", "brakes", "diagnostics", "vehicles", "repair", "dealership")),
    "aviation": ("Aircraft Mechanic", ("aircraft", "FAA", "flight", "hangar", "avionics", "maintenance")),
    "banking": ("Bank Branch Manager", ("loans", "teller", "mortgages", "deposits", "branch", "underwriting")),
    "bpo": (
        "Call Centre Team Leader",
        ("call center", "outsourcing", "SLA", "inbound calls", "quality monitoring", "process"),
    ),
    "business-development": (
        "Business Development Manager",
        ("new business", "partnerships", "pipeline", "negotiation", "market research", "CRM"),
    ),
    "chef": ("Chef de partie", ("kitchen", "menu", "catering", "food safety", "cooking", "banquets")),
    "construction": (
        "Construction Site Supervisor",
        ("concrete", "carpentry", "blueprints", "contractors", "OSHA", "site safety"),
    ),
    "consultant": (
        "Management Consultant",
        ("consulting", "clients", "process improvement", "business analysis", "stakeholders", "workshops"),
    ),
    "designer": ("Graphic Designer", ("Photoshop", "Illustrator", "InDesign", "typography", "branding", "layout")),
    "digital-media": ("Social Media Manager", ("social media", "content", "SEO", "Google Analytics", "video", "blog")),
    "engineering": ("Mechanical Engineer", ("AutoCAD", "SolidWorks", "design", "manufacturing", "testing", "drawings")),
    "finance": (
        "Financial Analyst",
        ("forecasting", "budgeting", "variance analysis", "Excel", "financial models", "reporting"),
    ),
    "fitness": ("Personal Trainer", ("fitness", "exercise", "gym", "nutrition", "group classes", "wellness")),
    "healthcare": ("Registered Nurse", ("patients", "clinical", "medication", "charting", "hospital", "care")),
    "hr": ("HR Generalist", ("employee relations", "recruitment", "onboarding", "benefits", "payroll", "HRIS")),
    "information-technology": (
        "IT Support Specialist",
        ("help desk", "Active Directory", "networks", "servers", "troubleshooting", "Windows"),
    ),
    "public-relations": (
        "Public Relations Officer",
        ("press releases", "media relations", "communications", "events", "journalists", "campaigns"),
    ),
    "sales": ("Sales Representative", ("sales", "customers", "territory", "cold calling", "quota", "accounts")),
    "teacher": (
        "Primary School Teacher",
        ("classroom", "lesson plans", "curriculum", "students", "parents", "grading"),
    ),
}

NAMED = {
    field: (_NAMES.get(field, field.replace("-", " ").capitalize()), words) for field, (_, words) in ADVERTISED.items()
}
