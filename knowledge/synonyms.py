"""Words that mean the same to people who ask about skin: each group gives one common feature."""

from collections.abc import Iterator

_LONGEST = 3
_GROUPS = {
    "bcc": "bcc, basal cell, basal, basalioma, basaliom, rodent ulcer",
    "scc": "scc, squamous cell, squamous, spinalioma",
    "ak": "ak, aks, actinic keratosis, actinic keratoses, solar keratosis, solar keratoses, keratosis actinic",
    "sk": "seborrheic keratosis, seborrhoeic keratosis, seborrheic keratoses, seborrhoeic keratoses, seb k, "
    "age wart, age warts",
    "mcc": "mcc, merkel, merkel cell",
    "ctcl": "ctcl, t cell lymphoma, mycosis fungoides, skin lymphoma, cutaneous lymphoma",
    "dfsp": "dfsp, dermatofibrosarcoma, dermatofibrosarcoma protuberans",
    "mole": "mole, moles, naevus, nevus, naevi, nevi, birthmark, birthmarks",
    "melanoma": "melanoma, melanomas, black skin cancer, melanom",
    "sunscreen": "sunscreen, sunscreens, sun screen, sun cream, suncream, sunblock, sun block, sun lotion, "
    "suntan lotion",
    "sunbed": "sunbed, sunbeds, sun bed, sun beds, tanning bed, tanning beds, tanning salon, tanning booth, solarium",
    "dermatologist": "dermatologist, dermatologists, skin doctor, skin specialist, derm, dermatology",
    "gp": "gp, family doctor, general practitioner, primary care, house doctor, regular doctor",
    "child": "child, children, kid, kids, son, sons, daughter, daughters, toddler, toddlers, boy, girl, schoolchild",
    "baby": "baby, babies, newborn, infant, infants",
    "teen": "teen, teens, teenager, teenagers, teenage, puberty, adolescent",
    "pregnant": "pregnant, pregnancy, pregnant woman, expecting, im expecting",
    "nursing": "breastfeeding, breast feeding, breastfeed, nursing, lactating",
    "dark-skin": "dark skin, black skin, brown skin, dark skinned, skin of color, skin of colour, people of color, "
    "people of colour, black people, black person, african, asian, indian, im black",
    "fair-skin": "fair skin, pale skin, light skin, red hair, redhead, fair skinned, skin type",
    "photo": "photo, photos, picture, pictures, pic, pics, image, images, foto, photograph, photographs",
    "remove": "remove, removed, removal, removing, cut out, cut off, cutting out, take off, taken out, excise, excised",
    "return": "come back, comes back, coming back, came back, return, returns, recur, recurrence, relapse, again after",
    "survive": "prognosis, outlook, survival, survive, life expectancy, survival rate, how long to live, chances",
    "pain": "hurt, hurts, pain, painful, painfull, sore, ache, hurting",
    "catch": "contagious, infectious, catch, catching, infect, infection from, pass on, transmit, transmitted",
    "inherit": "hereditary, inherited, inherit, genetic, genes, runs in family, run in families, family history",
    "cost": "cost, costs, price, pay, pays, afford, expensive, insurance, money, free",
    "afraid": "afraid, scared, fear, anxious, anxiety, worried sick, panic, terrified, frightened",
    "delete": "delete, deleted, erase, wipe, forget me, remove my data",
    "store": "store, stored, save, saved, keep, kept, storage",
    "itch": "itch, itches, itchy, itching, itchiness, scratching",
    "bleed": "bleed, bleeds, bleeding, blood, bled",
    "nail": "nail, nails, fingernail, toenail, fingernails, toenails, thumbnail",
    "lip": "lip, lips",
    "sole": "sole, soles, palm, palms, foot, feet, acral",
    "lump": "lump, lumps, bump, bumps, nodule, nodules, knot",
    "wound": "wound, wounds, sore, sores, ulcer, ulcers",
    "heal": "heal, heals, healed, healing, close up, wont close",
    "stitch": "stitch, stitches, suture, sutures",
    "lymph": "lymph node, lymph nodes, sentinel, lymph, lymphnode, lymphnodes, glands",
    "report": "report, pathology, histology, lab report, pathologist, histo",
    "result": "result, results, outcome",
    "wait": "wait, waiting, waits, how long until",
    "freeze": "freeze, freezing, frozen, liquid nitrogen, cryo, cryotherapy, cryosurgery",
    "scrape": "curettage, scrape, scraping, curette, electrodesiccation, cautery, burn off",
    "light-therapy": "photodynamic, pdt, light therapy, phototherapy",
    "radiation": "radiation, radiotherapy, xray, x ray, rays",
    "chemo": "chemo, chemotherapy",
    "immune-drug": "immunotherapy, checkpoint, pd 1, immune therapy, keytruda, pembrolizumab, pembro, opdivo, "
    "nivolumab, nivo, yervoy, ipilimumab, cemiplimab, libtayo, avelumab, atezolizumab",
    "targeted": "braf, mek, targeted, targeted therapy, dabrafenib, trametinib, vemurafenib, cobimetinib, encorafenib, "
    "binimetinib, mekinist, tafinlar",
    "transplant": "transplant, transplanted, new kidney, organ transplant",
    "suppressed": "immunosuppressed, immunosuppressant, immunosuppressants, immune system, weak immunity, "
    "azathioprine, ciclosporin",
    "cloud": "cloud, clouds, cloudy, overcast, grey day",
    "window": "window, windows, glass, windscreen, car",
    "swim": "swim, swimming, water, waterproof, water resistant, pool",
    "snow": "snow, ski, skiing, mountain, mountains, altitude",
    "shade": "shade, midday, noon, time of day",
    "clothes": "clothes, clothing, hat, shirt, upf, fabric",
    "tan": "tan, tanned, tanning, suntan, bronzed",
    "uv-index": "uv index, uvi, uv level, uv number",
    "screening": "screening, screen, screened",
    "self-check": "self exam, self check, self examination, check myself, examine myself, check my skin, "
    "check my own skin, examine my skin",
    "partner": "partner, wife, husband, spouse, girlfriend, boyfriend",
    "emergency": "emergency, ambulance, er, urgent care, hospital now",
    "hurry": "how soon, how fast, how quickly, how urgent, urgent",
    "remote": "teledermatology, video, online, telemedicine, remote, video call",
    "private": "private, privately, cosmetic",
    "accuracy": "accurate, accuracy, reliable, how often wrong, trust you, precise, correct",
    "diagnose": "diagnose, diagnosed, diagnosis, find out for sure, confirmed, confirm, detected",
    "treat": "treat, treated, treating, treatment, treatments, therapy, therapies, get rid of, cure for",
    "symptom": "symptom, symptoms, sign, signs, look like, looks like, recognise, recognize, appearance",
    "danger": "dangerous, danger, deadly, serious, harmful, fatal, life threatening, kill",
    "harmless": "harmless, benign, innocent, safe",
    "lentigo": "lentigo, lentigines, liver spot, liver spots, age spot, age spots, sun spot, sun spots, "
    "freckle, freckles",
    "medicine": "medicine, medicines, medication, medications, tablet, tablets, pill, pills, drug, drugs, meds",
    "cream": "cream, creams, ointment, gel, lotion, fluorouracil, imiquimod, efudix, efudex, aldara, 5 fu",
}
_NAMES = {
    tuple(words.split()): f"={name}" for name, group in _GROUPS.items() for words in group.replace(", ", ",").split(",")
}


def meanings(words: list[str]) -> Iterator[str]:
    """The features of the groups that the words, or up to three neighbours of them, belong to."""
    for length in range(1, _LONGEST + 1):
        for start in range(len(words) - length + 1):
            name = _NAMES.get(tuple(words[start : start + length]))
            if name:
                yield name
