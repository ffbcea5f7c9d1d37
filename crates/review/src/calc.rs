//! The template's calculations, in whole numbers and exact decimals: size ranges, number of domains, large datasets.

use gpai_rules::number::Number;

use super::known::DatasetSize;
use gpai_forms::template::Choice;

/// The range an amount belongs to: below the first edge, above the last, otherwise the middle; an edge itself is middle.
/// `None` where the options have no edges.
pub fn bin<'o>(options: &'o [Choice], amount: &Number) -> Option<&'o Choice> {
    let ranges: Vec<&Choice> = options.iter().filter(|o| o.above.is_some() || o.up_to.is_some()).collect();
    let [first, middle, last] = ranges.as_slice() else { return None };
    let low = Number::parse(first.up_to.as_deref()?).ok()?;
    let high = Number::parse(last.above.as_deref()?).ok()?;
    Some(if *amount < low {
        first
    } else if *amount > high {
        last
    } else {
        middle
    })
}

/// How many domain names are listed of `n` with retained content: the top 10 %, for an SME the top 5 % or 1 000, whichever
/// is lower; rounded up.
pub fn domains_to_list(n: u64, sme: bool) -> u64 {
    if sme { n.div_ceil(20).min(1000) } else { n.div_ceil(10) }
}

/// The datasets that make 3 % or more of the public datasets of their modality, with their share in hundredths of a per
/// cent, rounded down. Exactly 3 % counts: the template says more, its wording was not re-read, and listing one more harms
/// nobody.
pub fn large(datasets: &[DatasetSize]) -> Vec<(&DatasetSize, u64)> {
    datasets
        .iter()
        .filter_map(|d| {
            let zero = Number::from_u128(0);
            let total =
                datasets.iter().filter(|o| o.modality == d.modality).fold(zero.clone(), |sum, o| sum.plus(&o.size));
            if total == zero || d.size.times_u(100) < total.times_u(3) {
                return None;
            }
            // The largest k with k · total <= 10 000 · size, by halving.
            let (mut low, mut high) = (0u32, 10_000u32);
            while low < high {
                let middle = (low + high).div_ceil(2);
                if total.times_u(middle) <= d.size.times_u(10_000) { low = middle } else { high = middle - 1 }
            }
            Some((d, u64::from(low)))
        })
        .collect()
}

/// Hundredths of a per cent as people write them: `12.34 %`.
pub fn percent(hundredths: u64) -> String {
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use gpai_forms::template::Template;

    #[test]
    fn edges_belong_to_the_middle() {
        let template = Template::latest("training-summary").unwrap().unwrap();
        let text = &template.field("1.3.b.text").unwrap().options;
        let bin = |n: &str| super::bin(text, &Number::parse(n).unwrap()).unwrap().word.clone();
        assert_eq!(bin("999999999"), "T1");
        assert_eq!(bin("1e9"), "T2");
        assert_eq!(bin("1e13"), "T2");
        assert_eq!(bin("10000000000001"), "T3");
    }

    #[test]
    fn domains_are_rounded_up_and_an_sme_lists_the_lower() {
        assert_eq!(domains_to_list(0, false), 0);
        assert_eq!(domains_to_list(1, false), 1);
        assert_eq!(domains_to_list(21_013, false), 2_102);
        assert_eq!(domains_to_list(21_013, true), 1_000);
        assert_eq!(domains_to_list(19_999, true), 1_000);
        assert_eq!(domains_to_list(401, true), 21);
    }

    #[test]
    fn three_per_cent_exactly_is_large() {
        let set = |name: &str, modality: &str, size: u128| DatasetSize {
            name: name.into(),
            modality: modality.into(),
            size: Number::from_u128(size),
        };
        let all = [
            set("a", "text", 9_400),
            set("b", "text", 300),
            set("c", "text", 299),
            set("e", "text", 1),
            set("d", "image", 1),
        ];
        let found: Vec<(&str, u64)> = large(&all).into_iter().map(|(d, s)| (d.name.as_str(), s)).collect();
        assert_eq!(found, [("a", 9_400), ("b", 300), ("d", 10_000)]);
        assert_eq!(percent(305), "3.05 %");
    }
}
