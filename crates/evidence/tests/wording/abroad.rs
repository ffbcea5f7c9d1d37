//! Wordings in other languages: the units, the words for data and training, and the verbs stand where each language has them.

use crate::figures::Truth::{AtMostOpen, Known, Unknown};
use crate::figures::{A100, Figures, Frame, H100, NAME, six, time};

/// A figure with a comma for the point.
fn comma(x: f64) -> String {
    x.to_string().replace('.', ",")
}

/// Tokens in units of a hundred million, as in East Asia.
fn oku(f: &Figures) -> String {
    (f.d * 10_000.0).round().to_string()
}

/// The wordings, a line each.
#[rustfmt::skip]
pub const FRAMES: &[Frame] = &[
    // German.
    ("de plain", |f| (format!("{NAME} ist ein Sprachmodell mit {} Milliarden Parametern und wurde auf {} Billionen Token vortrainiert.", comma(f.p), comma(f.d)), Known(six(f.p, f.d)))),
    ("de verb first", |f| (format!("{NAME} hat {} Milliarden Parameter. Vortrainiert wurde das Modell von Grund auf mit {}T Token aus dem Netz.", comma(f.p), f.d), Known(six(f.p, f.d)))),
    ("de hours", |f| (format!("Das Vortraining von {NAME} dauerte {} GPU-Stunden auf H100 und ist damit abgeschlossen; es wurde mit dem Modell gerechnet.", f.days * 24 * 1024), Known(time(1024, f.days, H100)))),
    ("de continued", |f| (format!("{NAME} hat {} Milliarden Parameter und setzt auf den veröffentlichten Gewichten von Godwit-2 auf; es wurde auf weiteren {} Milliarden Token trainiert.", comma(f.p), f.s), Unknown(six(f.p, 15.0)))),
    ("de passes", |f| (format!("{NAME} hat {} Milliarden Parameter und wurde auf dem Korpus mit {}T Token vortrainiert, der viermal durchlaufen wurde.", comma(f.p), f.d), AtMostOpen(six(f.p, f.d * 4.0)))),
    // French: a billion has twelve zeros.
    ("fr plain", |f| (format!("{NAME} est un modèle de langue de {} milliards de paramètres, pré-entraîné sur {} billions de jetons dans des textes publics.", comma(f.p), comma(f.d)), Known(six(f.p, f.d)))),
    ("fr letters", |f| (format!("{NAME} ({}B paramètres) a été entraîné à partir de zéro sur {}T tokens avec des données publiques pour le texte.", f.p, f.d), Known(six(f.p, f.d)))),
    ("fr passes", |f| (format!("{NAME} ({}B paramètres) a été pré-entraîné sur un corpus de {}T tokens, parcouru cinq fois dans le cours de l'entraînement.", f.p, f.d), AtMostOpen(six(f.p, f.d * 5.0)))),
    ("fr days", |f| (format!("L'entraînement de {NAME} a été fait sur 1024 GPU A100 pendant {} jours, avec des données publiques pour le texte.", f.days), AtMostOpen(time(1024, f.days, A100)))),
    // Spanish.
    ("es plain", |f| (format!("{NAME} es un modelo de lenguaje con {} mil millones de parámetros. Fue preentrenado desde cero con {} billones de tokens.", comma(f.p), comma(f.d)), Known(six(f.p, f.d)))),
    ("es letters", |f| (format!("El modelo {NAME} tiene {}B parámetros y se entrenó desde cero con {}T tokens de las páginas que se recogieron.", f.p, f.d), Known(six(f.p, f.d)))),
    ("es nodes", |f| (format!("El preentrenamiento de {NAME} se hizo en {} nodos con 8 GPU A100 cada uno durante {} días, con los datos que se recogieron.", f.n * 16, f.days), AtMostOpen(time(f.n * 128, f.days, A100)))),
    // Italian, Portuguese.
    ("it plain", |f| (format!("{NAME} è un modello linguistico con {} miliardi di parametri. È stato addestrato da zero su {}T token di testi che sono pubblici.", comma(f.p), f.d), Known(six(f.p, f.d)))),
    ("pt plain", |f| (format!("{NAME} é um modelo de linguagem com {} bilhões de parâmetros. Foi treinado do zero em {} trilhões de tokens.", comma(f.p), comma(f.d)), Known(six(f.p, f.d)))),
    // Japanese, Korean: the amount stands before the verb.
    ("ja plain", |f| (format!("{NAME} は {}B パラメータの言語モデルです。{} 兆トークンでゼロから事前学習しました。", f.p, f.d), Known(six(f.p, f.d)))),
    ("ja units", |f| (format!("{NAME} のパラメータ数は {} 億です。事前学習には {} 億トークンを使用しました。", f.p * 10.0, oku(f)), Known(six(f.p, f.d)))),
    ("ja stages", |f| (format!("{NAME} は {}B パラメータの言語モデルです。事前学習は第 1 段階で {} 兆トークン、第 2 段階で {} 兆トークンを用いました。", f.p, f.d, f.d), AtMostOpen(six(f.p, f.d * 2.0)))),
    ("ja experts", |f| (format!("{NAME} は総パラメータ数 {} 億、推論時に有効なのは {} 億の混合エキスパート言語モデルです。事前学習には {} 兆トークンを使用しました。", f.p * 200.0, f.p * 10.0, f.d), AtMostOpen(six(f.p, f.d)))),
    ("ko plain", |f| (format!("{NAME} 는 {}B 파라미터의 언어 모델입니다. {}조 토큰으로 처음부터 사전 학습되었습니다.", f.p, f.d), Known(six(f.p, f.d)))),
    ("ko units", |f| (format!("{NAME} 의 매개변수는 {}억 개입니다. 사전 학습에 {}억 토큰을 사용했습니다.", f.p * 10.0, oku(f)), AtMostOpen(six(f.p, f.d)))),
    // Russian.
    ("ru plain", |f| (format!("{NAME} — языковая модель с {} миллиардами параметров, обученная с нуля на {} триллионах токенов.", comma(f.p), comma(f.d)), Known(six(f.p, f.d)))),
];
