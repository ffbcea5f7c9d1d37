//! Terms that keep the Union out, and sentences that only name it.
use gpai_rules::licence::normalise;

use super::*;

fn found(text: &str) -> Option<usize> {
    excluded(&normalise(text))
}

#[test]
fn a_name_at_the_very_start_is_no_panic() {
    for text in [" eu.  ", " eu", "eu. ", "。eu。 eu "] {
        found(text);
        excluded(text);
    }
}

#[test]
fn the_union_is_kept_out() {
    for text in [
        "For models that see images, the rights granted in Section 2 are not being granted to you if you live in, or have your main seat in, the European Union.",
        "THIS AGREEMENT DOES NOT APPLY IN THE EUROPEAN UNION, SOUTH KOREA AND SOME OTHERS.",
        "\"Territory\" means the worldwide territory, excluding the territory of the European Union and Elsewhere.",
        "You may not use or deploy the model in the European Union.",
        "The weights are not available in the EU, sorry.",
        "You promise that you are not established in the EU.",
        "By downloading you confirm that neither you nor your users are located within the European Economic Area.",
        "Available everywhere except the EU and the UK.",
        "The licence is worldwide, with the exception of EU member states.",
        "EU residents may not download the weights.",
        "Persons in the European Union are excluded from this licence.",
        "This model is offered only outside the European Union.",
        "It is open to non-EU users only.",
        "Nobody domiciled in an EU member state is a licensee.",
        "We do not offer the weights to people in Europe.",
        "本协议不适用于欧盟、英国和韩国。",
        "许可地域为全球(欧盟除外)。",
        "您保证您不位于欧盟境内。",
        "不得在欧洲联盟成员国内使用本模型。",
        "本模型不向欧洲经济区用户开放。",
    ] {
        assert!(found(text).is_some(), "{text}");
    }
    assert_eq!(found("Hello. Terms. You must not use it within the European Union."), Some(14));
}

#[test]
fn the_union_is_only_mentioned() {
    for text in [
        "This licence is published in all languages of the European Union.",
        "The exclusion of warranties does not apply in the European Union where consumers have rights.",
        "You must comply with the laws of the European Union and may not use the model to break them.",
        "You must not use the model in ways that the EU AI Act forbids.",
        "This restriction does not apply to end users of a product in the European Union.",
        "Any dispute goes to the Court of Justice of the European Union.",
        "You may not use it to harm people. It is offered in the European Union.",
        "Regions except the Moon are served. The European Union is one of them.",
        "The model was trained in the European Union and speaks all of its languages.",
        "It covers 24 official European languages, not only English.",
        "The model was developed with funding from the EU.",
        "The model is available in Europe and elsewhere.",
        "Neural units, museums and queues are no matter.",
        "不得用于违反欧盟法律的行为。",
        "本模型遵守欧盟人工智能法，不得用于被禁止的用途。",
        "an excluding neural unit eu",
    ] {
        assert_eq!(found(text), None, "{text}");
    }
    found(&"european union ".repeat(20_000));
    found("欧盟");
}
