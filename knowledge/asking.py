"""The English words of follow-up questions: those that name a side of the subject, and those that tell it."""

from knowledge.entries import Aspect

ASKS = {
    Aspect.PAIN: "hurt, pain, painful, painless, ache, sting",
    Aspect.SIDE_EFFECTS: "side effect, side effects, reaction, reactions, complication, complications, bad effects",
    Aspect.SCAR: "scar, scars, scarring, leave a mark, leave marks",
    Aspect.COST: "cost, costs, price, expensive, pay, afford, insurance, how much money, how much is it",
    Aspect.CONTAGIOUS: "contagious, infectious, catch, pass it on, catching",
    Aspect.PREVENT: "prevent, prevents, prevented, prevention, avoid, avoided, protect, protection, stop it from",
    Aspect.OUTLOOK: (
        "outlook, prognosis, survive, survival, rate, rates, chance, chances, cure, cured, curable, healed, heal, "
        "live, how long will i live, how long can i live, how long do i have, how long to live, does it work, do they "
        "work, effective, go away, goes away"
    ),
    Aspect.DURATION: (
        "how long, how many sessions, how many weeks, how many times, how many visits, how quickly, how fast, how "
        "soon does it work, duration, sessions, last, lasts, healing time, healing"
    ),
    Aspect.OFTEN: "how often, how frequently",
    Aspect.AMOUNT: "how much",
    Aspect.WHO: (
        "who should i see, who do i see, who can i see, who treats, who does, who performs, who should i go to, who "
        "do i go to, who should i ask, who can help, which doctor, what doctor, what kind of doctor, whom, who"
    ),
    Aspect.NEXT: (
        "what happens next, what next, what now, next, next step, next steps, what should i do, what do i do, what "
        "can i do, what to do, should i do, see a doctor, go to a doctor, go to the doctor, need a doctor"
    ),
    Aspect.TREATMENT: (
        "treatment, treatments, treat, treated, treating, therapy, therapies, remove, removed, removal, operation, "
        "operate, surgery, medicine, medicines, cream, creams, help, get rid of, fix"
    ),
    Aspect.DANGER: (
        "dangerous, danger, deadly, serious, bad, harmless, harmful, fatal, kill, kills, die, risky, worry, worried, "
        "malignant, aggressive, safe, risk, risks, turn into cancer, become cancer, become cancerous, cancerous, "
        "leave it, leave it alone, left alone, untreated, do nothing, ignore it, dont treat, not treat, i wait"
    ),
    Aspect.LOOKS: (
        "look, looks, looking, appearance, recognise, recognize, sign, signs, symptom, symptoms, picture, pictures, "
        "spot, see, colour, color"
    ),
    Aspect.CONFIRM: (
        "diagnose, diagnosed, diagnosis, diagnostic, test, tests, tested, confirm, confirmed, biopsy, proven, certain"
    ),
    Aspect.CHILDREN: (
        "child, children, childrens, kid, kids, baby, babies, son, daughter, teenager, teenagers, teens, young"
    ),
    Aspect.DAILY_LIFE: (
        "work, swim, swimming, drive, driving, sport, sports, exercise, exercising, gym, shower, bath, bathe, drive "
        "home, go home"
    ),
    Aspect.CAUSE: "cause, causes, caused, why, reason, reasons, from, how come, who gets, who can get, who is at risk",
    Aspect.SPREAD: "spread, spreads, spreading, metastasis, metastases, metastasise, metastasize",
    Aspect.FOLLOW_UP: (
        "follow, followup, checkup, checkups, after, afterwards, aftercare, return, returns, recur, recurrence, "
        "again, back"
    ),
    Aspect.WHERE: "where",
    Aspect.WHEN: "when",
    Aspect.MORE: (
        "explain, mean, means, meaning, more, details, detail, tell me, tell us, how, how does it work, how do they "
        "work, go on"
    ),
}
"""Words and phrases, of which the longest that fits counts; of several sides in a text the first listed here wins."""

SPEAKS = {
    Aspect.PAIN: (
        "hurt, pain, sting, be sore, and sore, is sore, are sore, sore to, sore and, numb, tender, you feel, feel "
        "nothing"
    ),
    Aspect.SIDE_EFFECTS: (
        "side effect, gets red, red and sore, red sore, redness, swollen, swelling, blister, crusts, tired, sickness, "
        "hair loss, rash, possible troubles, healthy parts"
    ),
    Aspect.SCAR: "scar, mark may stay, mark stays, a lighter",
    Aspect.COST: "pay, cost, price, insur",
    Aspect.CONTAGIOUS: "contagious, infectious, cannot catch, by touch, pass to, not pass",
    Aspect.PREVENT: "prevent, protect, sun cover, shade, sunscreen",
    Aspect.OUTLOOK: (
        "cure, helps many, help many, works well, work better, come back, comes back, shrink, heal, outlook, fade "
        "away, go by themselves"
    ),
    Aspect.DURATION: "minute, hour, day., days, week, month, year, visits, session, slowly, quick",
    Aspect.OFTEN: "every, once a, twice a, each month, often should",
    Aspect.AMOUNT: "amount, teaspoon, thick layer",
    Aspect.WHO: (
        "surgeon, nurse, pharmacist, dermatologist, skin doctor, the doctor looks, the doctor sprays, doctor numbs, "
        "doctor cuts"
    ),
    Aspect.NEXT: (
        "show a doctor, see a doctor, have a doctor, doctor look, your team, ask your, call the, call your, the lab "
        "then, have your skin checked, some things help"
    ),
    Aspect.TREATMENT: (
        "treat, remov, cut out, cut it out, cuts out, takes out, taken off, needs no, frozen, freez, burn it off, "
        "scrap, operation, surgery, go by themselves, left alone, calmed"
    ),
    Aspect.DANGER: (
        "harmless, danger, harm, deadly, not cancer, turn into, become, cannot spread, can spread, never spread, "
        "hardly ever spread, rarely spread, deeper, fade away, cured, rarely, risk, safe, rays"
    ),
    Aspect.LOOKS: "looks, look like, pink, red, brown, black, shiny, scaly, firm, raised, flat",
    Aspect.CONFIRM: "microscope, lab, biopsy, dermoscope, tested, small piece, by eye",
    Aspect.CHILDREN: "child, baby, babies, teens, young people",
    Aspect.DAILY_LIFE: "work, swim, sport, drive, pool, bath, shower, home the same day, go home",
    Aspect.CAUSE: (
        "cause, because, comes from, come from, genes, gene., virus, the sun has, much sun, damage, due to, "
        "relatives, own defence, injury"
    ),
    Aspect.SPREAD: "spread, lymph node",
    Aspect.FOLLOW_UP: "check up, checks, come back, comes back, return, afterwards, later visit, follow",
    Aspect.WHERE: "on the, face, neck, hands, legs, where the",
    Aspect.WHEN: "within days, within two weeks, days, weeks",
}
"""Beginnings of what a text says that tells a side; with a full stop, a whole word."""

GLUE = (
    "a about also am an and any anything are at be been being but can come comes could did do does doing done for "
    "get gets give given go going gone good had has have he her hers him his how i if in is it its itself just "
    "know like likely long many me much my need now of off ok on one ones or people person please really she "
    "should so something take takes than that the their them then there they thing this those to too up us use "
    "used usually very was way we were what whats when where which who will with work works worse would you your"
)
