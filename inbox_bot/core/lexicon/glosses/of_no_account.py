"""Glosses that nobody is judged by: of which sex, health and faith somebody is, and where they are from."""

_SEX = "boy female gal gentleman girl guy lad lady lass madam male man miss mr mrs ms woman"
_HEALTH = """
    autism autistic blind cancer deaf depression diabetes disability disabled epilepsy handicap handicapped pregnancy
    pregnant wheelchair
"""
_FAITH = "buddhist catholic christian hijab hindu islam jew jewish muslim orthodox protestant religion sikh"
_ORIGIN = """
    african afrikaans albanian algerian american andalusian angolan arab arabic argentine armenian asian asturian
    australian austrian basque bavarian belarusian belgian beninese bolivian bosnian brazilian breton british
    bulgarian burgundian cameroonian canadian canarian catalan chilean chinese colombian congolese corsican
    croatian cuban czech danish dutch ecuadorian egyptian english estonian european filipino finnish flemish
    foreign foreigner french galician georgian german ghanaian greek guinean gypsy haitian hausa hebrew hindi
    hungarian iberian icelandic immigrant indian indonesian iranian iraqi irish israeli italian ivorian jamaican
    japanese kashubian kazakh kenyan korean kurdish latin latvian lebanese libyan lithuanian macedonian mandarin
    mauritian mexican moldovan moroccan mozambican murcian nepalese nigerian norwegian pakistani palestinian
    paraguayan persian peruvian pole polish pomeranian portuguese punjabi roma romanian russian scandinavian
    scottish senegalese serbian sevillian sicilian silesian slovak slovenian somali spanish sudanese swabian
    swahili swede swedish swiss syrian tamil thai tunisian turkish ukrainian urdu uruguayan uzbek valencian
    venezuelan verdean vietnamese welsh wolof yiddish yoruba zulu
"""
_COLOUR = "black white"

OF_NO_ACCOUNT = frozenset(f"{_SEX} {_HEALTH} {_FAITH} {_ORIGIN} {_COLOUR}".split())
