//! The two tables of a decision diagram: which nodes there are, so that none is made twice, and what was worked out already.
//! Positions of nodes in plain lists, for they are asked some ten thousand times whenever a law is compiled.

/// A node by its position.
type Node = u32;

/// A well-mixed number for three small ones.
pub(crate) fn mix(a: u32, b: u32, c: u32) -> usize {
    let x = u64::from(a).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ u64::from(b).wrapping_mul(0xC2B2_AE3D_27D4_EB4F).rotate_left(21)
        ^ u64::from(c).wrapping_mul(0x1656_67B1_9E37_79F9).rotate_left(42);
    (x.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}

/// Nodes by what they hold. Node 0 is a leaf and never stands in the table, so that 0 marks an empty slot.
#[derive(Debug)]
pub(crate) struct Unique {
    slots: Vec<Node>,
    held: usize,
}

impl Unique {
    /// An empty table for some number of nodes; it grows.
    pub(crate) fn new(many: usize) -> Self {
        Unique { slots: vec![0; (2 * many).next_power_of_two().max(16)], held: 0 }
    }

    /// Number of slots, a power of two.
    pub(crate) fn slots(&self) -> usize {
        self.slots.len()
    }

    /// The node that is the one sought, or else the slot where it belongs.
    pub(crate) fn find(&self, mixed: usize, is: impl Fn(Node) -> bool) -> Result<Node, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = mixed & mask;
        loop {
            match self.slots.get(slot) {
                Some(node) if *node != 0 => {
                    if is(*node) {
                        return Ok(*node);
                    }
                }
                _ => return Err(slot),
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Puts a node into the slot that `find` gave. Says whether the table has become crowded: then it must `grow`.
    #[must_use]
    pub(crate) fn put(&mut self, slot: usize, node: Node) -> bool {
        if let Some(empty) = self.slots.get_mut(slot) {
            *empty = node;
            self.held += 1;
        }
        2 * self.held > self.slots.len()
    }

    /// Twice as many slots; `mixed` is asked for each node again.
    pub(crate) fn grow(&mut self, mixed: impl Fn(Node) -> usize) {
        let old = std::mem::take(&mut self.slots);
        self.slots = vec![0; 2 * old.len()];
        for node in old.into_iter().filter(|node| *node != 0) {
            if let Err(slot) = self.find(mixed(node), |_| false)
                && let Some(empty) = self.slots.get_mut(slot)
            {
                *empty = node;
            }
        }
    }
}

/// What was worked out for three nodes. A later entry may take the place of an earlier one: that costs time, never the result.
#[derive(Debug)]
pub(crate) struct Memo {
    entries: Vec<[Node; 4]>,
}

impl Memo {
    /// An empty memory of so many entries, a power of two.
    pub(crate) fn new(entries: usize) -> Self {
        Memo { entries: vec![[0; 4]; entries] }
    }

    /// The result for three nodes, the first of which is no leaf.
    pub(crate) fn get(&self, f: Node, g: Node, h: Node) -> Option<Node> {
        let [a, b, c, result] = self.entries.get(mix(f, g, h) & (self.entries.len() - 1)).copied()?;
        ((a, b, c) == (f, g, h)).then_some(result)
    }

    /// Keeps a result.
    pub(crate) fn put(&mut self, f: Node, g: Node, h: Node, result: Node) {
        let at = mix(f, g, h) & (self.entries.len() - 1);
        if let Some(entry) = self.entries.get_mut(at) {
            *entry = [f, g, h, result];
        }
    }

    /// At least so many entries, a power of two; those held are given up where there were fewer.
    pub(crate) fn widen(&mut self, entries: usize) {
        if self.entries.len() < entries {
            *self = Memo::new(entries);
        }
    }
}
