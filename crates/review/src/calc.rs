//! The template's calculations, in whole numbers and exact decimals: size ranges, number of domains, large datasets.

use gpai_rules::number::Number;

use super::amounts::{Domains, Share};
use super::context::DatasetSize;
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

/// How many domain names are listed of `n` with retained content: a share of them, for an SME a smaller share or a fixed
/// number, whichever is lower; rounded up. Where it is unknown whether the provider is one, what either lists.
pub fn domains_to_list(n: u64, sme: Option<bool>, of: &Domains) -> u64 {
    let part = |share: Share| {
        let product = u128::from(n) * u128::from(share.percent);
        u64::try_from(product.div_ceil(100)).unwrap_or(u64::MAX)
    };
    let (all, small) = (part(of.share), part(of.sme).min(of.sme_most));
    match sme {
        Some(true) => small,
        Some(false) => all,
        None => small.min(all),
    }
}

/// The datasets that make a large share of the public datasets of their modality, with their share in hundredths of a per
/// cent, rounded down.
pub fn large(datasets: &[DatasetSize], edge: Share) -> Vec<(&DatasetSize, u64)> {
    datasets
        .iter()
        .filter_map(|d| {
            let zero = Number::from_u128(0);
            let total =
                datasets.iter().filter(|o| o.modality == d.modality).fold(zero.clone(), |sum, o| sum.plus(&o.size));
            let (part, limit) = (d.size.times_u(100), total.times_u(edge.percent));
            if total == zero || part < limit || (edge.strict && part == limit) {
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

    fn amounts() -> crate::amounts::Amounts {
        crate::Book::book(&gpai_rules::law::Law::book().unwrap()).unwrap().amounts
    }

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
        let of = amounts().domains;
        let list = |n, sme| domains_to_list(n, Some(sme), &of);
        assert_eq!(list(0, false), 0);
        assert_eq!(list(1, false), 1);
        assert_eq!(list(21_013, false), 2_102);
        assert_eq!(list(21_013, true), 1_000);
        assert_eq!(list(19_999, true), 1_000);
        assert_eq!(list(401, true), 21);
        assert_eq!(list(u64::MAX, false), u64::MAX.div_ceil(10));
        assert_eq!(domains_to_list(401, None, &of), 21, "unknown is what either lists");
    }

    #[test]
    fn three_per_cent_exactly_is_not_large() {
        let set = |name: &str, modality: &str, size: u128| DatasetSize {
            name: name.into(),
            modality: modality.into(),
            size: Number::from_u128(size),
        };
        let all = [
            set("a", "text", 9_398),
            set("b", "text", 301),
            set("c", "text", 300),
            set("e", "text", 1),
            set("d", "image", 1),
        ];
        let found: Vec<(&str, u64)> =
            large(&all, amounts().large_dataset).into_iter().map(|(d, s)| (d.name.as_str(), s)).collect();
        assert_eq!(found, [("a", 9_398), ("b", 301), ("d", 10_000)]);
        assert_eq!(percent(305), "3.05 %");
    }
}
