//! Portuguese.

/// Small words.
pub const SMALL: [&str; 17] =
    ["os", "do", "da", "é", "e", "uma", "com", "para", "foi", "que", "em", "no", "na", "não", "por", "ao", "um"];

/// Words that matter, a star for any ending.
#[rustfmt::skip]
pub const WORDS: [(&str, &str); 40] = [
    ("pré-treinamento", "pretraining"), ("pré-treino", "pretrain"), ("pré-treinad*", "pretrained"),
    ("treinamento", "training"), ("treinad*", "trained"), ("adicionais", "further"), ("do zero", "anew"),
    ("mil milhões", "billion"), ("bilhões", "billion"), ("biliões", "trillion"), ("trilhões", "trillion"),
    ("milhões", "million"), ("parâmetro*", "parameter"), ("horas de gpu", "gpu hours"), ("horas-gpu", "gpu hours"),
    ("horas", "hours"), ("dias", "days"), ("semanas", "weeks"), ("nós", "node"),
    ("é um modelo de linguagem", "is a language model"), ("modelo de linguagem", "language model"),
    ("é um", "is a"), ("modelo*", "model"), ("família", "family"), ("especialistas", "experts"),
    ("ativos", "active"), ("no total", "in total"), ("ajuste fino", "fine-tuning"), ("duas vezes", "twice"),
    ("três vezes", "3 times"), ("quatro vezes", "4 times"), ("épocas", "epochs"), ("dados", "data"),
    ("imagens", "images"), ("a partir de texto", "from text"), ("a partir de uma descrição", "from a description"),
    ("apenas para pesquisa", "only for research"), ("uso comercial", "for profit"), ("proibid*", "banned"),
    ("na união europeia", "in european union"),
];
