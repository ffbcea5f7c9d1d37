//! The nodes of a diagram, put in the order in which they are written down: by variable, then by children: where to go if the test passes, then
//! where to go if it fails.

use crate::diagram::{Diagram, FALSE, Node, TRUE, Var};

/// All nodes that branch on one variable, sorted by where they go if the test passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The variable.
    pub variable: Var,
    /// For each node, where to go if the test fails and if it passes.
    pub branches: Vec<(Node, Node)>,
}

/// A diagram by levels, and where each of its nodes went.
pub(super) struct Renumbered {
    pub(super) levels: Vec<Level>,
    place: Vec<Node>,
}

impl Renumbered {
    /// Sorts the nodes of a diagram over so many variables: the last variable first, so that children have lower numbers.
    pub(super) fn new(diagram: &Diagram, variables: usize) -> Self {
        let mut of: Vec<Vec<(usize, Node, Node)>> = vec![Vec::new(); variables];
        for (node, (var, low, high)) in diagram.branches() {
            if let Some(list) = of.get_mut(usize::from(var)) {
                list.push((node, low, high));
            }
        }
        let mut place = vec![FALSE; diagram.len()];
        if let Some(slot) = place.get_mut(TRUE as usize) {
            *slot = TRUE;
        }
        let mut levels = Vec::new();
        let mut next: Node = TRUE + 1;
        for (variable, nodes) in of.into_iter().enumerate().rev().filter(|(_, nodes)| !nodes.is_empty()) {
            let moved = |node: Node| place.get(node as usize).copied().unwrap_or(FALSE);
            let mut list: Vec<(Node, Node, usize)> =
                nodes.into_iter().map(|(node, low, high)| (moved(low), moved(high), node)).collect();
            list.sort_unstable_by_key(|(low, high, _)| (*high, *low));
            for (_, _, node) in &list {
                if let Some(slot) = place.get_mut(*node) {
                    *slot = next;
                }
                next = next.saturating_add(1);
            }
            let branches = list.into_iter().map(|(low, high, _)| (low, high)).collect();
            levels.push(Level { variable: Var::try_from(variable).unwrap_or(Var::MAX), branches });
        }
        Renumbered { levels, place }
    }

    /// The new number of a node.
    pub(super) fn at(&self, node: Node) -> Node {
        self.place.get(node as usize).copied().unwrap_or(FALSE)
    }
}
