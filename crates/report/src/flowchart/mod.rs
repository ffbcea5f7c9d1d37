//! Flowcharts of the law as pictures and as text for other programs: SVG, Mermaid, Graphviz, and the JSON of the page.
//!
//! A chart comes from the rules (`gpai_rules::chart`); nothing here knows what any of them says.

use gpai_rules::chart::light::{Light, Lit};
use gpai_rules::chart::{Chart, What};
use gpai_rules::law::{Language, Law};
use jiff::civil::Date;

mod boxes;
pub mod dot;
pub mod json;
mod lanes;
pub mod layout;
pub(crate) mod measure;
pub mod mermaid;
mod place;
pub mod svg;

/// A chart with what is to be shown of it.
pub struct Picture<'a> {
    /// The law book.
    pub law: &'a Law,
    /// The day whose law it is.
    pub on: Date,
    /// The chart.
    pub chart: &'a Chart,
    /// Language of its texts.
    pub language: Language,
    /// The road taken; `None` for the plain chart.
    pub road: Option<Road<'a>>,
}

/// The road a model takes through a chart.
pub struct Road<'a> {
    /// Lights of each box of each panel.
    pub lights: &'a [Vec<Lit>],
    /// Name of the model: a stranger's text.
    pub model: &'a str,
}

impl Picture<'_> {
    fn text<'t>(&self, en: &'t str, zh: &'t str) -> &'t str {
        match self.language {
            Language::English => en,
            Language::Chinese => zh,
        }
    }

    /// Lights of a box; all dark where no road is shown.
    fn lit(&self, panel: usize, node: usize) -> Lit {
        self.road.as_ref().and_then(|r| r.lights.get(panel)?.get(node)).copied().unwrap_or_default()
    }

    /// Light of one exit of a box.
    fn exit(&self, panel: usize, node: usize, yes: bool) -> Light {
        let lit = self.lit(panel, node);
        if yes { lit.yes } else { lit.no }
    }

    /// What the picture shows, in a sentence, for those who do not see it.
    fn description(&self) -> String {
        let edition = &self.law.edition;
        let law = match self.language {
            Language::English => format!("Flowchart drawn from the rules of the law book, edition {edition}."),
            Language::Chinese => format!("根据法规库（{edition} 版）的规则绘制的流程图。"),
        };
        match &self.road {
            None => law,
            Some(road) => {
                let model = gpai_forms::escape::visible(road.model);
                match self.language {
                    Language::English => format!("{law} The road of {model} as of {} is lit.", self.on),
                    Language::Chinese => format!("{law}已标出 {model} 截至 {} 的路径。", self.on),
                }
            }
        }
    }

    /// Where the lit road of the question ends, in a sentence; empty without a road.
    fn outcome(&self) -> String {
        let Some(panel) = self.chart.panels.first().filter(|_| self.road.is_some()) else { return String::new() };
        let mut ends: Vec<&str> = Vec::new();
        for (i, node) in panel.nodes.iter().enumerate() {
            let lit = self.lit(0, i).node > Light::Dark;
            match node.what {
                What::Verdict(true) if lit => ends.push(self.text("yes", "是")),
                What::Verdict(false) if lit => ends.push(self.text("no", "否")),
                _ => {}
            }
        }
        match (ends.as_slice(), self.language) {
            ([], _) => String::new(),
            ([one], Language::English) => format!("The road ends at: {one}."),
            ([one], Language::Chinese) => format!("路径终点：{one}。"),
            (_, Language::English) => "The road is still open.".to_owned(),
            (_, Language::Chinese) => "路径尚未确定。".to_owned(),
        }
    }
}
