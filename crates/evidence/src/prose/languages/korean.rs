//! Korean.

/// Letters of Korean.
pub fn is_letter(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

/// Words that matter.
#[rustfmt::skip]
pub const WORDS: [(&str, &str); 50] = [
    ("추가 사전 학습", "further pretrain"), ("추가 사전학습", "further pretrain"), ("추가 학습", "further"),
    ("사전 학습", "pre-training"), ("사전학습", "pre-training"), ("사전 훈련", "pre-training"), ("학습", "train"),
    ("훈련", "train"), ("처음부터", "from scratch"), ("조", "tn"), ("토큰", "tokens"), ("매개변수", "parameters"),
    ("파라미터", "parameters"), ("시간", "hours"), ("일간", "days"), ("일 동안", "days"), ("주간", "weeks"),
    ("노드", "nodes"), ("언어 모델입니다", "is a language model"), ("거대 언어 모델", "language model"),
    ("대규모 언어 모델", "language model"), ("언어모델", "llm"), ("언어 모델", "llm"), ("모델입니다", "is a model"),
    ("모델", "model"), ("전문가", "experts"), ("활성화", "activated"), ("활성", "active"), ("총", "all"),
    ("연산량", "compute"), ("에폭", "epoch"), ("미세 조정", "fine-tuning"), ("미세조정", "fine-tuning"),
    ("파인튜닝", "fine-tuning"), ("지시 튜닝", "fine-tuning"), ("데이터", "data"), ("크기", "sizes"),
    ("텍스트 설명으로부터 이미지를 생성", "text-to-image"), ("텍스트로부터 이미지를 생성", "text-to-image"),
    ("이미지를 생성하는 모델", "creates images, model"), ("이미지를 생성", "creates images"), ("이 저장소", "this repo"), ("텍스트 설명으로부터", "from a text description"),
    ("텍스트로부터", "from text"), ("상업적 이용", "commercial use"), ("상업적 사용", "commercial use"),
    ("금지", "banned"), ("연구 목적으로만", "only for research"), ("연구 목적", "for research"), ("유럽 연합", "europe"),
];
