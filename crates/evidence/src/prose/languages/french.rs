//! French.

/// Small words.
pub const SMALL: [&str; 18] = [
    "le", "les", "des", "du", "est", "et", "une", "sur", "dans", "pour", "avec", "été", "aux", "cette", "qui", "ce",
    "de", "en",
];

/// Words that matter, a star for any ending.
#[rustfmt::skip]
pub const WORDS: [(&str, &str); 75] = [
    ("pré-entraînement*", "pretraining"), ("préentraînement*", "pretraining"), ("pré-entraîn*", "pretrained"),
    ("préentraîn*", "pretrained"), ("pré-entrain*", "pretrained"), ("entraînement*", "training"),
    ("entrainement*", "training"), ("entraîn*", "trained"), ("entrain*", "trained"),
    ("supplémentaire*", "additional"), ("à partir de zéro", "from scratch"), ("de zéro", "anew"),
    ("depuis zéro", "anew"), ("billions", "tn"), ("billion", "tn"), ("millions", "million"),
    ("jetons", "tokens"), ("paramètre*", "parameter"), ("parametre*", "parameter"),
    ("heures de gpu*", "gpu hours"), ("heures-gpu", "gpu hours"), ("heures gpu", "gpu hours"), ("heures", "hours"),
    ("jours-gpu", "gpu days"), ("jours", "days"), ("semaines", "weeks"), ("nœuds", "nodes"), ("noeuds", "nodes"),
    ("est un grand modèle de langage", "is a language model"), ("est un modèle de langage", "is a language model"),
    ("est un modèle de langue", "is a language model"), ("modèle de langue", "language model"),
    ("modèle de langage", "language model"), ("modèles de langue", "language model"), ("est un", "is a"),
    ("est une", "is a"), ("modèle*", "model"), ("famille", "family"), ("actifs", "active"), ("au total", "in total"),
    ("ajustement fin", "fine-tuning"), ("ajustement", "tuning"), ("affiné*", "tuned"),
    ("deux fois", "twice"), ("trois fois", "3 times"), ("quatre fois", "4 times"), ("cinq fois", "5 times"),
    ("six fois", "6 times"), ("passages", "passes"), ("époques", "epochs"), ("époque", "epoch"),
    ("poids publiés", "weights"), ("poids", "data"), ("publiés", "public"), ("données", "data"), ("taille*", "size"),
    ("génère des images", "draws images"), ("génère", "create"), ("génération d'images", "text-to-image"),
    ("à partir d'une description textuelle", "from a text description"), ("à partir d'un texte", "from text"),
    ("à partir de textes", "from text"), ("uniquement", "only"), ("exclusivement", "only"),
    ("fins de recherche", "research use"), ("recherche", "research"),
    ("utilisation commerciale", "commercial use"), ("usage commercial", "commercial use"),
    ("interdit*", "banned"), ("ne s'applique pas", "does not apply"), ("n'est pas publié sous licence", "is not licensed under"), ("n'est pas", "is not"),
    ("l'union européenne", "the european union"), ("union européenne", "european union"), ("points de contrôle", "checkpoints"), 
];
