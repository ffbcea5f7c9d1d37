//! A diagram while it is being built: every node once, every operation worked out once.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::diagram::{Branch, Diagram, FALSE, LEAF, Node, TRUE, Var};
use crate::tables::{Memo, Unique};

/// The diagram while it is being built.
#[derive(Debug)]
pub struct Builder {
    nodes: Vec<Branch>,
    unique: Unique,
    memo: Memo,
    limit: usize,
    overflow: bool,
}

impl Builder {
    /// An empty diagram that refuses to grow past `limit` nodes; its tables begin with room for about `many`.
    pub fn new(limit: usize, many: usize) -> Self {
        let leaf = |n| Branch { var: LEAF, low: n, high: n };
        Builder {
            nodes: vec![leaf(FALSE), leaf(TRUE)],
            unique: Unique::new(many),
            memo: Memo::new(many.next_power_of_two()),
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
        let slot = match self.unique.find(branch.mixed(), |node| self.branch(node) == branch) {
            Ok(node) => return node,
            Err(slot) => slot,
        };
        if self.nodes.len() >= self.limit {
            self.overflow = true;
            return FALSE;
        }
        let node = Node::try_from(self.nodes.len()).unwrap_or(FALSE);
        self.nodes.push(branch);
        if self.unique.put(slot, node) {
            let nodes = &self.nodes;
            self.unique.grow(|node| nodes.get(node as usize).map_or(0, Branch::mixed));
            self.memo.widen(self.unique.slots() / 4);
        }
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
        // "f and g" and "f or h" in other words.
        if h == FALSE || h == f {
            return self.pair(f, g, true);
        }
        if g == TRUE || g == f {
            return self.pair(f, h, false);
        }
        if let Some(node) = self.memo.get(f, g, h) {
            return node;
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
        self.memo.put(f, g, h, node);
        node
    }

    /// Both.
    pub fn and(&mut self, a: Node, b: Node) -> Node {
        self.pair(a, b, true)
    }

    /// At least one.
    pub fn or(&mut self, a: Node, b: Node) -> Node {
        self.pair(a, b, false)
    }

    /// `ite(a, b, FALSE)` or `ite(a, TRUE, b)`: what is asked most often, on a shorter way.
    fn pair(&mut self, a: Node, b: Node, both: bool) -> Node {
        let (decides, leaves) = if both { (FALSE, TRUE) } else { (TRUE, FALSE) };
        if a == decides || b == decides {
            return decides;
        }
        if a == leaves || a == b {
            return b;
        }
        if b == leaves {
            return a;
        }
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        let (g, h) = if both { (b, FALSE) } else { (TRUE, b) };
        if let Some(node) = self.memo.get(a, g, h) {
            return node;
        }
        let (x, y) = (self.branch(a), self.branch(b));
        let (var, x, y) = match x.var.cmp(&y.var) {
            Ordering::Less => (x.var, x, Branch { low: b, high: b, ..y }),
            Ordering::Equal => (x.var, x, y),
            Ordering::Greater => (y.var, Branch { low: a, high: a, ..x }, y),
        };
        let low = self.pair(x.low, y.low, both);
        let high = self.pair(x.high, y.high, both);
        let node = self.make(var, low, high);
        self.memo.put(a, g, h, node);
        node
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
        let mut seen = vec![false; root as usize + 1];
        let mut vars = Vec::new();
        let mut stack = vec![root];
        while let Some(node) = stack.pop() {
            match seen.get_mut(node as usize) {
                Some(done) if !*done && node > TRUE => *done = true,
                _ => continue,
            }
            let branch = self.branch(node);
            match vars.get_mut(usize::from(branch.var)) {
                Some(slot) => *slot = true,
                None => {
                    vars.resize(usize::from(branch.var), false);
                    vars.push(true);
                }
            }
            stack.extend([branch.low, branch.high]);
        }
        (0..).zip(vars).filter(|(_, used)| *used).map(|(var, _)| var).collect()
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
