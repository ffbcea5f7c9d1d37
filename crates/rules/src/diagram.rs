//! A small shared reduced ordered binary decision diagram.
//!
//! All propositions live in one arena whose nodes stand after their children, so that one linear pass answers, for
//! every proposition at once, whether it can still become true under a partial assignment.

use std::collections::HashMap;

/// A node by position. 0 is false, 1 is true.
pub type Node = u32;
/// The diagram that is never true.
pub const FALSE: Node = 0;
/// The diagram that is always true.
pub const TRUE: Node = 1;
/// Position of a variable in the order.
pub type Var = u16;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Branch {
    var: Var,
    low: Node,
    high: Node,
}

/// The diagram while it is being built.
#[derive(Debug)]
pub struct Builder {
    nodes: Vec<Branch>,
    unique: HashMap<Branch, Node>,
    memo: HashMap<(Node, Node, Node), Node>,
    limit: usize,
    overflow: bool,
}

/// Variable number of the two leaves; no real variable reaches it.
const LEAF: Var = Var::MAX;

impl Builder {
    /// An empty diagram that refuses to grow past `limit` nodes.
    pub fn new(limit: usize) -> Self {
        let leaf = |n| Branch { var: LEAF, low: n, high: n };
        Builder {
            nodes: vec![leaf(FALSE), leaf(TRUE)],
            unique: HashMap::new(),
            memo: HashMap::new(),
            limit,
            overflow: false,
        }
    }

    /// Whether the limit was hit; the diagrams built are then meaningless.
    pub fn overflowed(&self) -> bool {
        self.overflow
    }

    fn branch(&self, node: Node) -> Branch {
        self.nodes.get(node as usize).copied().unwrap_or(Branch { var: LEAF, low: FALSE, high: FALSE })
    }

    fn make(&mut self, var: Var, low: Node, high: Node) -> Node {
        if low == high {
            return low;
        }
        let branch = Branch { var, low, high };
        if let Some(node) = self.unique.get(&branch) {
            return *node;
        }
        if self.nodes.len() >= self.limit {
            self.overflow = true;
            return FALSE;
        }
        let node = Node::try_from(self.nodes.len()).unwrap_or(FALSE);
        self.nodes.push(branch);
        self.unique.insert(branch, node);
        node
    }

    /// The diagram that is true where a variable is.
    pub fn var(&mut self, var: Var) -> Node {
        self.make(var, FALSE, TRUE)
    }

    /// If, then, else.
    pub fn ite(&mut self, f: Node, g: Node, h: Node) -> Node {
        match (f, g, h) {
            (TRUE, _, _) => return g,
            (FALSE, _, _) => return h,
            (_, TRUE, FALSE) => return f,
            _ if g == h => return g,
            _ => {}
        }
        if let Some(node) = self.memo.get(&(f, g, h)) {
            return *node;
        }
        let (bf, bg, bh) = (self.branch(f), self.branch(g), self.branch(h));
        let var = bf.var.min(bg.var).min(bh.var);
        let side = |b: Branch, node: Node, high: bool| match b.var == var {
            true if high => b.high,
            true => b.low,
            false => node,
        };
        let (f0, g0, h0) = (side(bf, f, false), side(bg, g, false), side(bh, h, false));
        let (f1, g1, h1) = (side(bf, f, true), side(bg, g, true), side(bh, h, true));
        let low = self.ite(f0, g0, h0);
        let high = self.ite(f1, g1, h1);
        let node = self.make(var, low, high);
        self.memo.insert((f, g, h), node);
        node
    }

    /// Both.
    pub fn and(&mut self, a: Node, b: Node) -> Node {
        self.ite(a, b, FALSE)
    }

    /// At least one.
    pub fn or(&mut self, a: Node, b: Node) -> Node {
        self.ite(a, TRUE, b)
    }

    /// The opposite.
    pub fn not(&mut self, a: Node) -> Node {
        self.ite(a, FALSE, TRUE)
    }

    /// If the first then the second.
    pub fn implies(&mut self, a: Node, b: Node) -> Node {
        self.ite(a, b, TRUE)
    }

    /// The diagram with a variable fixed.
    pub fn restrict(&mut self, f: Node, var: Var, value: bool) -> Node {
        let mut memo = HashMap::new();
        self.restrict_in(f, var, value, &mut memo)
    }

    fn restrict_in(&mut self, f: Node, var: Var, value: bool, memo: &mut HashMap<Node, Node>) -> Node {
        let b = self.branch(f);
        if b.var == LEAF || b.var > var {
            return f;
        }
        if b.var == var {
            return if value { b.high } else { b.low };
        }
        if let Some(node) = memo.get(&f) {
            return *node;
        }
        let low = self.restrict_in(b.low, var, value, memo);
        let high = self.restrict_in(b.high, var, value, memo);
        let node = self.make(b.var, low, high);
        memo.insert(f, node);
        node
    }

    /// True where the diagram is true for one of the values of a variable.
    pub fn exists(&mut self, f: Node, var: Var) -> Node {
        let (low, high) = (self.restrict(f, var, false), self.restrict(f, var, true));
        self.or(low, high)
    }

    /// Variables a diagram depends on, in order.
    pub fn support(&self, root: Node) -> Vec<Var> {
        let mut seen = vec![false; self.nodes.len()];
        let mut vars = std::collections::BTreeSet::new();
        let mut stack = vec![root];
        while let Some(node) = stack.pop() {
            let branch = self.branch(node);
            match seen.get_mut(node as usize) {
                Some(done) if !*done && branch.var != LEAF => *done = true,
                _ => continue,
            }
            vars.insert(branch.var);
            stack.extend([branch.low, branch.high]);
        }
        vars.into_iter().collect()
    }

    /// Keeps what the roots need, renumbered; the roots are rewritten in place. Nodes of the first roots come first.
    pub fn finish(self, first: &mut [&mut Node], others: &mut [&mut Node]) -> Diagram {
        let mut place = vec![FALSE; self.nodes.len()];
        let mut placed = vec![false; self.nodes.len()];
        let mut nodes = Vec::new();
        let mut main = 0;
        for (phase, roots) in [(0, &*first), (1, &*others)] {
            let mut keep = placed.clone();
            let mut stack: Vec<Node> = roots.iter().map(|r| **r).collect();
            stack.extend([FALSE, TRUE]);
            while let Some(node) = stack.pop() {
                match keep.get_mut(node as usize) {
                    Some(kept) if !*kept => *kept = true,
                    _ => continue,
                }
                if node > TRUE {
                    let branch = self.branch(node);
                    stack.extend([branch.low, branch.high]);
                }
            }
            for (old, branch) in self.nodes.iter().enumerate() {
                if !keep.get(old).copied().unwrap_or(false) || placed.get(old).copied().unwrap_or(true) {
                    continue;
                }
                let renumbered = |n: Node| place.get(n as usize).copied().unwrap_or(FALSE);
                let moved = if old <= TRUE as usize {
                    *branch
                } else {
                    Branch { var: branch.var, low: renumbered(branch.low), high: renumbered(branch.high) }
                };
                if let (Some(slot), Some(done)) = (place.get_mut(old), placed.get_mut(old)) {
                    *slot = Node::try_from(nodes.len()).unwrap_or(FALSE);
                    *done = true;
                }
                nodes.push(moved);
            }
            if phase == 0 {
                main = nodes.len();
            }
        }
        let renumber = |root: &mut Node| *root = place.get(*root as usize).copied().unwrap_or(FALSE);
        first.iter_mut().for_each(|root| renumber(root));
        others.iter_mut().for_each(|root| renumber(root));
        Diagram { nodes, main }
    }
}

/// The finished diagram: nodes in an order where children stand before parents.
#[derive(Clone, Debug, Default)]
pub struct Diagram {
    nodes: Vec<Branch>,
    main: usize,
}

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
        let mut best: Vec<Option<u32>> = vec![None; root as usize + 1];
        let get = |best: &Vec<Option<u32>>, n: Node| best.get(n as usize).copied().flatten();
        let step = |best: &Vec<Option<u32>>, b: &Branch, high: bool| -> Option<u32> {
            let child = get(best, if high { b.high } else { b.low })?;
            Some(child.saturating_add(cost(b.var, high)?))
        };
        // Only nodes below the root matter; parents stand behind their children.
        let mut below = vec![false; root as usize + 1];
        let mark = |below: &mut Vec<bool>, n: Node| {
            if let Some(slot) = below.get_mut(n as usize) {
                *slot = true;
            }
        };
        mark(&mut below, root);
        for (i, b) in self.nodes.iter().enumerate().take(root as usize + 1).skip(2).rev() {
            if below.get(i) == Some(&true) {
                mark(&mut below, b.low);
                mark(&mut below, b.high);
            }
        }
        for (i, b) in self.nodes.iter().enumerate().take(root as usize + 1) {
            if below.get(i) != Some(&true) {
                continue;
            }
            let value = match i {
                0 => None,
                1 => Some(0),
                _ => match (step(&best, b, false), step(&best, b, true)) {
                    (Some(x), Some(y)) => Some(x.min(y)),
                    (x, y) => x.or(y),
                },
            };
            if let Some(slot) = best.get_mut(i) {
                *slot = value;
            }
        }
        let total = get(&best, root)?;
        let mut path = Vec::new();
        let mut node = root;
        while node > TRUE {
            let b = self.nodes.get(node as usize)?;
            let high = match (step(&best, b, false), step(&best, b, true)) {
                (Some(x), Some(y)) => y < x,
                (None, Some(_)) => true,
                _ => false,
            };
            path.push((b.var, high));
            node = if high { b.high } else { b.low };
        }
        Some((total, path))
    }

    /// Variables on which a root still depends under the literals: there are completions that differ in it alone and
    /// in the outcome. Independent of the order of variables.
    pub fn open_vars(&self, root: Node, literals: &[Option<bool>]) -> std::collections::BTreeSet<Var> {
        // Nodes of the restricted diagram, shared and reduced: what is left over is essential.
        let mut reach = vec![false; root as usize + 1];
        let mut stack = vec![root];
        while let Some(node) = stack.pop() {
            match reach.get_mut(node as usize) {
                Some(done) if !*done => *done = true,
                _ => continue,
            }
            if let Some(b) = self.nodes.get(node as usize).filter(|_| node > TRUE) {
                match literals.get(b.var as usize).copied().flatten() {
                    Some(true) => stack.push(b.high),
                    Some(false) => stack.push(b.low),
                    None => stack.extend([b.low, b.high]),
                }
            }
        }
        let mut unique: HashMap<Branch, Node> = HashMap::new();
        let mut made: Vec<Branch> = Vec::new();
        let mut reduced = vec![FALSE; root as usize + 1];
        for node in 0..=root {
            if !reach.get(node as usize).copied().unwrap_or(false) {
                continue;
            }
            let at = |n: Node| reduced.get(n as usize).copied().unwrap_or(FALSE);
            let value = match self.nodes.get(node as usize) {
                Some(b) if node > TRUE => match literals.get(b.var as usize).copied().flatten() {
                    Some(true) => at(b.high),
                    Some(false) => at(b.low),
                    None if at(b.low) == at(b.high) => at(b.low),
                    None => {
                        let branch = Branch { var: b.var, low: at(b.low), high: at(b.high) };
                        *unique.entry(branch).or_insert_with(|| {
                            made.push(branch);
                            Node::try_from(made.len() + 1).unwrap_or(FALSE)
                        })
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
        let mut stack = vec![reduced.get(root as usize).copied().unwrap_or(FALSE)];
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
