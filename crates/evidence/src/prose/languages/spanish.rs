//! Spanish.

/// Small words.
pub const SMALL: [&str; 17] =
    ["el", "los", "las", "del", "es", "y", "una", "con", "para", "fue", "se", "por", "que", "al", "su", "de", "en"];

/// Words that matter, a star for any ending.
#[rustfmt::skip]
pub const WORDS: [(&str, &str); 63] = [
    ("preentrenamiento", "pretraining"), ("preentrena*", "pretrain"), ("pre-entrenad*", "pretrained"),
    ("entrenamiento", "training"), ("entrenad*", "trained"), ("entrenó", "train"), ("entrenar", "training"),
    ("adicionales", "additional"), ("desde cero", "anew"), ("mil millones", "billion"), ("billones", "trillion"),
    ("billón", "tn"), ("millones", "million"), ("parámetro*", "parameter"), ("parametro*", "parameter"),
    ("horas de gpu", "gpu hours"), ("horas-gpu", "gpu hours"), ("horas gpu", "gpu hours"), ("horas", "hours"),
    ("días", "days"), ("semanas", "weeks"), ("nodos", "nodes"), ("cada uno", "each"),
    ("es un modelo de lenguaje", "is a language model"), ("es un gran modelo de lenguaje", "is a language model"),
    ("modelo de lenguaje", "language model"), ("modelos de lenguaje", "language model"),
    ("modelo de lengua", "language model"), ("es un", "is a"), ("es una", "is a"), ("modelo*", "model"),
    ("familia", "family"), ("expertos", "experts"), ("activos", "active"), ("en total", "in total"),
    ("ajuste fino", "fine-tuning"), ("ajustad*", "tuned"), ("dos veces", "twice"), ("tres veces", "3 times"),
    ("cuatro veces", "4 times"), ("cinco veces", "5 times"), ("pasadas", "passes"), ("épocas", "epochs"),
    ("pesos publicados", "weights"), ("pesos", "data"), ("a partir de un fondo", "from a pool"),
    ("datos", "data"), ("tamaño*", "size"), ("genera imágenes", "creates images"),
    ("imágenes", "images"), ("a partir de texto", "from text"), ("a partir de una descripción", "from a description"),
    ("únicamente", "only"), ("exclusivamente", "only"), ("fines de investigación", "research use"),
    ("investigación", "research"), ("uso comercial", "for profit"), ("prohibid*", "banned"),
    ("no se aplica", "no right"), ("no se permite", "not allowed"), ("la unión europea", "in european union"),
    ("puntos de control", "checkpoints"), ("corpus", "corpus"),
];
