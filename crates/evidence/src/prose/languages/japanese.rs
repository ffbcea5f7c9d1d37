//! Japanese.

/// Letters that only Japanese has.
pub fn is_letter(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}')
}

/// Words that matter.
#[rustfmt::skip]
pub const WORDS: [(&str, &str); 63] = [
    ("継続事前学習", "further pretrain"), ("追加事前学習", "further pretrain"), ("継続学習", "further tr."),
    ("事前学習", "pre-training"), ("事前訓練", "pre-training"), ("学習済み", "trained"), ("学習", "train"),
    ("訓練", "train"), ("ゼロから", "from scratch"), ("スクラッチから", "from scratch"),
    ("フルスクラッチ", "from scratch"), ("兆", "tn"), ("トークン", "tokens"), ("パラメータ", "parameters"),
    ("パラメーター", "parameters"), ("時間", "hours"), ("日間", "days"), ("週間", "weeks"), ("枚", "gpu"),
    ("ノード", "nodes"), ("言語モデルです", "is a language model"), ("大規模言語モデル", "language model"),
    ("の言語モデル", " language model"), ("言語モデル", "language model"), ("モデル", "model"),
    ("混合エキスパート", "mixture of experts"), ("エキスパート", "experts"), ("専門家", "experts"),
    ("アクティブ", "active"), ("有効", "active"), ("活性", "active"), ("合計", "total"), ("総", "all"),
    ("第 1 段階", "stage 1"), ("第 2 段階", "stage 2"), ("第 3 段階", "stage 3"), ("第1段階", "stage 1"),
    ("第2段階", "stage 2"), ("第3段階", "stage 3"), ("エポック", "epochs"), ("回繰り返", "times"),
    ("指示チューニング", "instruction tuning"), ("ファインチューニング", "fine-tuning"), ("微調整", "tuning"),
    ("ベース", "base"), ("基に", "based"), ("データ", "data"), ("サイズ", "sizes"),
    ("テキストから画像を生成", "text-to-image"), ("文章から画像を生成", "text-to-image"),
    ("画像を生成", "image create"), ("テキストから", "from text"),
    ("欧州連合", "in the eu"), ("パラメータ数は", "parameters are"), ("パラメータ数", "parameters is"), ("有効なのは", "active is"),
    ("アクティブなのは", "active is"), ("商用利用は禁止", "no commercial use"), ("商用利用不可", "for profit banned"), ("商用利用", "for profit"),
    ("禁止", "banned"), ("研究目的", "for research"), ("のみ", "only"),
];
