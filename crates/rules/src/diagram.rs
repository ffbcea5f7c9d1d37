//! A small shared reduced ordered binary decision diagram.
//!
//! All propositions live in one arena whose nodes stand after their children, so that one linear pass answers, for
//! every proposition at once, whether it can still become true under a partial assignment.

use crate::tables::{Unique, mix};

/// A node by position. 0 is false, 1 is true.
pub type Node = u32;
/// The diagram that is never true.
pub const FALSE: Node = 0;
/// The diagram that is always true.
pub const TRUE: Node = 1;
/// Position of a variable in the order.
pub type Var = u16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Branch {
    pub(crate) var: Var,
    pub(crate) low: Node,
    pub(crate) high: Node,
}

impl Branch {
    pub(crate) fn mixed(&self) -> usize {
        mix(u32::from(self.var), self.low, self.high)
    }
}

/// Variable number of the two leaves; no real variable reaches it.
pub(crate) const LEAF: Var = Var::MAX;

/// The finished diagram: nodes in an order where children stand before parents.
#[derive(Clone, Debug, Default)]
pub struct Diagram {
    pub(crate) nodes: Vec<Branch>,
    /// How many of them the first roots need.
    pub(crate) main: usize,
}

/// What taking a variable as false and as true costs; `None` forbids it.
type Prices = [Option<u32>; 2];

/// What a partial assignment says of each variable: true, false, or nothing.
pub type Literals = Vec<Option<bool>>;

impl Diagram {
    /// Number of nodes, the two leaves included.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing but the leaves.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 2
    }

    /// Every node but the leaves, with its variable and where to go if it is false and if it is true.
    pub(crate) fn branches(&self) -> impl Iterator<Item = (usize, (Var, Node, Node))> {
        self.nodes.iter().enumerate().skip(2).map(|(node, b)| (node, (b.var, b.low, b.high)))
    }

    /// For each node: under which of some partial assignments, at most 64, can it still become true? One bit for each
    /// assignment, the first the lowest. One linear pass; `all`: also over the nodes that only the other roots need.
    pub fn reach(&self, assignments: &[&Literals], all: bool) -> Vec<u64> {
        let many = if all { self.nodes.len() } else { self.main };
        // By variable: under which assignments it may be false, may be true.
        let variables = assignments.iter().map(|literals| literals.len()).max().unwrap_or(0);
        let mut may = vec![(0u64, 0u64); variables];
        for (i, literals) in assignments.iter().enumerate().take(64) {
            let bit = 1u64 << i;
            for ((low, high), literal) in may.iter_mut().zip(literals.iter()) {
                if *literal != Some(true) {
                    *low |= bit;
                }
                if *literal != Some(false) {
                    *high |= bit;
                }
            }
        }
        let mut out = Vec::with_capacity(many);
        out.extend([0, u64::MAX]);
        for b in self.nodes.iter().take(many).skip(2) {
            let (low, high) = may.get(b.var as usize).copied().unwrap_or((u64::MAX, u64::MAX));
            let at = |n: Node| out.get(n as usize).copied().unwrap_or(0);
            let value = (low & at(b.low)) | (high & at(b.high));
            out.push(value);
        }
        out
    }

    /// Whether one root can still become true.
    pub fn possible(&self, root: Node, literals: &[Option<bool>]) -> bool {
        let mut seen = vec![false; root as usize + 1];
        let mut stack = vec![root];
        while let Some(node) = stack.pop() {
            match seen.get_mut(node as usize) {
                Some(done) if !*done => *done = true,
                _ => continue,
            }
            if node == TRUE {
                return true;
            }
            if node == FALSE {
                continue;
            }
            if let Some(b) = self.nodes.get(node as usize) {
                match literals.get(b.var as usize).copied().flatten() {
                    Some(true) => stack.push(b.high),
                    Some(false) => stack.push(b.low),
                    None => stack.extend([b.low, b.high]),
                }
            }
        }
        false
    }

    /// The cheapest way to make a root true: the literals of the path, or `None` if there is none.
    ///
    /// `cost(var, value)` is the price of taking that value; `None` forbids it.
    pub fn cheapest(&self, root: Node, cost: &dyn Fn(Var, bool) -> Option<u32>) -> Option<(u32, Vec<(Var, bool)>)> {
        // Each variable is priced once, however many nodes branch on it.
        let mut priced: Vec<Option<Prices>> = Vec::new();
        let mut prices = |var: Var| -> Prices {
            let at = usize::from(var);
            if priced.len() <= at {
                priced.resize(at + 1, None);
            }
            match priced.get_mut(at) {
                Some(slot) => *slot.get_or_insert_with(|| [cost(var, false), cost(var, true)]),
                None => [None, None],
            }
        };
        // Only nodes that an allowed road from the root reaches matter; parents stand behind their children.
        let mut below = vec![false; root as usize + 1];
        let mut order = Vec::new();
        let mut stack = vec![root];
        while let Some(node) = stack.pop() {
            match below.get_mut(node as usize) {
                Some(done) if !*done => *done = true,
                _ => continue,
            }
            if let Some(b) = self.nodes.get(node as usize).filter(|_| node > TRUE) {
                let prices = prices(b.var);
                order.push((node, *b, prices));
                let [low, high] = prices;
                stack.extend(low.map(|_| b.low));
                stack.extend(high.map(|_| b.high));
            }
        }
        order.sort_unstable_by_key(|(node, _, _)| *node);
        let mut best: Vec<Option<u32>> = vec![None; root as usize + 1];
        if let Some(slot) = best.get_mut(TRUE as usize) {
            *slot = Some(0);
        }
        let step = |best: &Vec<Option<u32>>, child: Node, price: Option<u32>| -> Option<u32> {
            Some(best.get(child as usize).copied().flatten()?.saturating_add(price?))
        };
        for (node, b, [low, high]) in &order {
            let value = match (step(&best, b.low, *low), step(&best, b.high, *high)) {
                (Some(x), Some(y)) => Some(x.min(y)),
                (x, y) => x.or(y),
            };
            if let Some(slot) = best.get_mut(*node as usize) {
                *slot = value;
            }
        }
        let total = best.get(root as usize).copied().flatten()?;
        let mut path = Vec::new();
        let mut node = root;
        while node > TRUE {
            let b = self.nodes.get(node as usize)?;
            let [low, high] = prices(b.var);
            let up = match (step(&best, b.low, low), step(&best, b.high, high)) {
                (Some(x), Some(y)) => y < x,
                (None, Some(_)) => true,
                _ => false,
            };
            path.push((b.var, up));
            node = if up { b.high } else { b.low };
        }
        Some((total, path))
    }

    /// Variables on which a root still depends under the literals: there are completions that differ in it alone and
    /// in the outcome. Independent of the order of variables.
    pub fn open_vars(&self, root: Node, literals: &[Option<bool>]) -> std::collections::BTreeSet<Var> {
        self.open_vars_of(&[root], literals)
    }

    /// The same for several roots: variables on which any of them still depends.
    pub fn open_vars_of(&self, roots: &[Node], literals: &[Option<bool>]) -> std::collections::BTreeSet<Var> {
        // Nodes of the restricted diagram, shared and reduced: what is left over is essential.
        let root = roots.iter().copied().max().unwrap_or(FALSE);
        let mut reach = vec![false; root as usize + 1];
        let mut order = Vec::new();
        let mut stack = roots.to_vec();
        while let Some(node) = stack.pop() {
            match reach.get_mut(node as usize) {
                Some(done) if !*done => *done = true,
                _ => continue,
            }
            order.push(node);
            if let Some(b) = self.nodes.get(node as usize).filter(|_| node > TRUE) {
                match literals.get(b.var as usize).copied().flatten() {
                    Some(true) => stack.push(b.high),
                    Some(false) => stack.push(b.low),
                    None => stack.extend([b.low, b.high]),
                }
            }
        }
        let mut unique = Unique::new(64);
        let mut made: Vec<Branch> = Vec::new();
        let mut reduced = vec![FALSE; root as usize + 1];
        order.sort_unstable();
        for node in order {
            let at = |n: Node| reduced.get(n as usize).copied().unwrap_or(FALSE);
            let value = match self.nodes.get(node as usize) {
                Some(b) if node > TRUE => match literals.get(b.var as usize).copied().flatten() {
                    Some(true) => at(b.high),
                    Some(false) => at(b.low),
                    None if at(b.low) == at(b.high) => at(b.low),
                    None => {
                        let branch = Branch { var: b.var, low: at(b.low), high: at(b.high) };
                        let number = |node: Node| made.get((node as usize).wrapping_sub(2));
                        match unique.find(branch.mixed(), |node| number(node) == Some(&branch)) {
                            Ok(node) => node,
                            Err(slot) => {
                                made.push(branch);
                                let node = Node::try_from(made.len() + 1).unwrap_or(FALSE);
                                if unique.put(slot, node) {
                                    unique.grow(|node| {
                                        made.get((node as usize).wrapping_sub(2)).map_or(0, Branch::mixed)
                                    });
                                }
                                node
                            }
                        }
                    }
                },
                _ => node,
            };
            if let Some(slot) = reduced.get_mut(node as usize) {
                *slot = value;
            }
        }
        let mut vars = std::collections::BTreeSet::new();
        let mut seen = vec![false; made.len()];
        let mut stack: Vec<Node> = roots.iter().filter_map(|root| reduced.get(*root as usize).copied()).collect();
        while let Some(node) = stack.pop() {
            let Some(index) = (node as usize).checked_sub(2) else { continue };
            match seen.get_mut(index) {
                Some(done) if !*done => *done = true,
                _ => continue,
            }
            if let Some(b) = made.get(index) {
                vars.insert(b.var);
                stack.extend([b.low, b.high]);
            }
        }
        vars
    }
}
