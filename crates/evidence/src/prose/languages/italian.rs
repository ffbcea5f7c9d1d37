//! Italian.

/// Small words.
pub const SMALL: [&str; 16] =
    ["il", "gli", "della", "di", "è", "e", "una", "con", "per", "stato", "che", "del", "sono", "nel", "su", "da"];

/// Words that matter, a star for any ending.
#[rustfmt::skip]
pub const WORDS: [(&str, &str); 40] = [
    ("pre-addestra*", "pretrain"), ("preaddestra*", "pretrain"), ("addestramento", "training"),
    ("addestrat*", "trained"), ("aggiuntiv*", "further"), ("da zero", "anew"), ("mila miliardi", "trillion"),
    ("bilioni", "tn"), ("milioni", "million"), ("parametri", "parameter"), ("ore di gpu", "gpu hours"),
    ("ore gpu", "gpu h"), ("ore-gpu", "gpu h"), ("giorni", "days"), ("settimane", "weeks"), ("nodi", "node"),
    ("è un modello linguistico", "is a language model"), ("modello linguistico", "language model"),
    ("modelli linguistici", "language model"), ("è un", "is a"), ("modello", "model"), ("modelli", "models"),
    ("famiglia", "family"), ("esperti", "experts"), ("attivi", "active"), ("in totale", "in total"),
    ("messa a punto", "fine-tuning"), ("due volte", "twice"), ("tre volte", "3 times"), ("quattro volte", "4 times"),
    ("cinque volte", "5 times"), ("epoche", "epochs"), ("dati", "data"), ("immagini", "images"),
    ("da una descrizione", "from a prompt"), ("solo a fini di ricerca", "only for research use"),
    ("uso commerciale", "commercial use"), ("vietat*", "banned"), ("nell'unione europea", "in european union"),
    ("esclusivamente", "only"),
];
