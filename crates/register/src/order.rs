//! The order of entries of several writers: what a writer knew comes before what it then wrote; where neither knew of the other,
//! by writer and number. Clocks play no part.

use std::collections::BTreeMap;

use crate::step::Step;

/// Puts the steps into that order. What refers to entries that are not here comes as if they were.
pub fn causal(steps: Vec<Step>) -> Vec<Step> {
    let mut queues: BTreeMap<String, std::collections::VecDeque<Step>> = BTreeMap::new();
    let mut sorted = steps;
    sorted.sort_by(|a, b| (&a.writer, a.n).cmp(&(&b.writer, b.n)));
    if sorted.iter().all(|step| Some(&step.writer) == sorted.first().map(|first| &first.writer)) {
        return sorted;
    }
    for step in sorted {
        queues.entry(step.writer.clone()).or_default().push_back(step);
    }
    let mut out = Vec::new();
    while !queues.is_empty() {
        let ready = queues.iter().find(|(_, queue)| {
            queue.front().is_some_and(|step| {
                // Of a writer's entries only those that are here can be waited for.
                step.seen.iter().filter(|(w, _)| **w != step.writer).all(|(w, n)| {
                    let wait = queues.get(w).and_then(|q| q.front()).map(|front| front.n);
                    wait.is_none_or(|front| front > *n)
                })
            })
        });
        // A circle cannot come of honest writers; with others the first one goes on, so that this ends.
        let Some(writer) = ready.map(|(w, _)| w.clone()).or_else(|| queues.keys().next().cloned()) else { break };
        let Some(queue) = queues.get_mut(&writer) else { break };
        if let Some(step) = queue.pop_front() {
            out.push(step);
        }
        if queue.is_empty() {
            queues.remove(&writer);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Map;

    fn step(writer: &str, n: u64, seen: &[(&str, u64)]) -> Step {
        Step {
            writer: writer.to_owned(),
            n,
            recorded_at: String::new(),
            verb: "x.y".to_owned(),
            id: String::new(),
            on: String::new(),
            by: String::new(),
            fields: Map::new(),
            private: BTreeMap::new(),
            files: Vec::new(),
            seen: seen.iter().map(|(w, n)| ((*w).to_owned(), *n)).collect(),
        }
    }

    fn names(steps: Vec<Step>) -> Vec<String> {
        causal(steps).iter().map(Step::name).collect()
    }

    #[test]
    fn what_was_known_comes_first() {
        let b = step("b", 1, &[]);
        let a = step("a", 1, &[("b", 1)]);
        assert_eq!(names(vec![a.clone(), b.clone()]), ["b:1", "a:1"]);
        assert_eq!(names(vec![b, a]), ["b:1", "a:1"]);
    }

    #[test]
    fn who_did_not_know_each_other_goes_by_name() {
        let all = vec![step("b", 1, &[]), step("a", 1, &[]), step("a", 2, &[("b", 1)]), step("b", 2, &[])];
        let mut back = all.clone();
        back.reverse();
        assert_eq!(names(all), ["a:1", "b:1", "a:2", "b:2"]);
        assert_eq!(names(back), ["a:1", "b:1", "a:2", "b:2"]);
    }

    #[test]
    fn a_circle_or_a_gap_ends() {
        assert_eq!(names(vec![step("a", 1, &[("b", 1)]), step("b", 1, &[("a", 1)])]).len(), 2);
        assert_eq!(names(vec![step("a", 1, &[("z", 9)]), step("b", 3, &[])]), ["a:1", "b:3"]);
    }
}
