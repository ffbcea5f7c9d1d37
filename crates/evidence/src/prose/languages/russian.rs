//! Russian.

/// Letters of Russian.
pub fn is_letter(c: char) -> bool {
    matches!(c, '\u{410}'..='\u{44f}' | 'ё' | 'Ё')
}

/// Words that matter, a star for any ending.
#[rustfmt::skip]
pub const WORDS: [(&str, &str); 36] = [
    ("предобуч*", "pretrained"), ("дообуч*", "fine-tuned"), ("обучен*", "trained"), ("обучал*", "trained"),
    ("обучили", "trained"), ("с нуля", "anew"), ("триллион*", "trillion"), ("трлн", "trillion"),
    ("миллиард*", "billion"), ("млрд", "billion"), ("миллион*", "million"), ("млн", "mln"), ("тысяч*", "thousand"),
    ("параметр*", "parameters"), ("токен*", "tokens"), ("часов", "hours"), ("дней", "days"), ("дня", "days"),
    ("недель", "weeks"), ("узлах", "nodes"), ("узлов", "nodes"), ("— языковая модель", "is a language model"),
    ("— большая языковая модель", "is a language model"), ("языковая модель", "language model"),
    ("языковых моделей", "language models"), ("модель", "model"), ("модели", "models"), ("эксперт*", "experts"),
    ("активны*", "active"), ("эпох*", "epochs"), ("раза", "times"), ("данных", "data"), ("изображени*", "images"),
    ("только для исследований", "only for research"), ("коммерческое использование", "commercial use"),
    ("запрещено", "prohibited"),
];
