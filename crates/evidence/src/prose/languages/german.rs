//! German.

/// Small words.
pub const SMALL: [&str; 18] = [
    "der", "die", "das", "und", "ist", "mit", "auf", "wurde", "von", "für", "ein", "eine", "den", "dem", "im", "zu",
    "aus", "werden",
];

/// Words that matter, a star for any ending.
#[rustfmt::skip]
pub const WORDS: [(&str, &str); 78] = [
    ("vortraining*", "pretraining"), ("vortrainier*", "pretrained"), ("vorab trainier*", "pretrained"),
    ("trainier*", "trained"), ("training*", "training"), ("nachtrainier*", "fine-tuned"),
    ("weitertrainier*", "further train"), ("weiter trainiert", "further train"),
    ("weitere*", "further"), ("zusätzlich*", "additional"), ("anschließend*", "then"),
    ("von grund auf", "from scratch"), ("von null", "anew"), ("zufälligen gewichten", "from scratch"),
    ("billion", "tn"), ("million*", "million"),
    ("parameter*", "parameter"), ("grafikkarten", "gpus"), ("gpu-stunden", "gpu hours"), ("gpu-tage*", "gpu days"),
    ("stunden", "hours"), ("stunde", "hour"), ("tagen", "days"), ("tage", "days"), ("wochen", "weeks"),
    ("knoten", "nodes"), ("rechner*", "nodes"),
    ("großes sprachmodell", "is a llm"), ("ist ein sprachmodell*", "is a language model"), ("sprachmodell*", "llm"),
    ("ist ein", "is a"), ("ist eine", "is a"), ("modell*", "model"), ("familie", "family"),
    ("experte*", "experts"), ("aktive*", "active"), ("insgesamt", "in total"),
    ("feinabstimmung", "fine-tuning"), ("feinabgestimmt*", "fine-tuned"), ("feintuning", "tuning"),
    ("durchläufe*", "passes"), ("durchlauf*", "passes"), ("epoche*", "epoch"), ("zweimal", "twice"),
    ("dreimal", "3 times"), ("viermal", "4 times"), ("fünfmal", "5 times"),
    ("gewichten", "weights"), ("gewichte", "weights"), ("veröffentlichten", "released"),
    ("veröffentlicht*", "released"), ("setzt auf", "built on"), ("baut auf", "built on"), ("basiert auf", "based on"),
    ("daten", "data"), ("korpus", "corpus"), ("größe", "size"), ("größen", "sizes"),
    ("bildern", "images"), ("bilder", "images"), ("erzeugt", "creates"), ("generiert", "generates"),
    ("aus textbeschreibungen", "from text"), ("aus einer beschreibung", "from a description"), ("aus text", "text2img"),
    ("nur zu forschungszwecken", "only for research use"), ("ausschließlich", "only"), ("forschung", "research"),
    ("kommerzielle nutzung", "commercial use"), ("gewerbliche nutzung", "commercial use"),
    ("untersagt", "forbidden"), ("verboten", "banned"), ("ausgeschlossen", "prohibited"), ("nicht", "not"),
    ("der europäischen union", "the european union"), ("europäische union", "european union"), ("nutzung", "use"),
    ("zugelassen", "allowed"),
];
