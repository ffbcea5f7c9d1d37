//! Loading the law, compiling it, assessing; and our diagram beside a general library on the same law.
//!
//! `cargo bench -p gpai-rules`
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "benchmark"
)]

use std::collections::BTreeMap;
use std::hint::black_box;

use biodivine_lib_bdd::{Bdd, BddPartialValuation, BddVariableSetBuilder};
use criterion::{Criterion, criterion_group, criterion_main};
use gpai_rules::answer;
use gpai_rules::compile::Engine;
use gpai_rules::condition::{Atom, Condition};
use gpai_rules::fact::Facts;
use gpai_rules::law::Law;

/// A provider of an open model that has answered everything but what is hard to judge.
const ANSWERS: [&str; 14] = [
    "compute.update_flop=1.8e23",
    "compute.cumulative_flop=1.9e23",
    "model.outputs=text",
    "role.develops=yes",
    "role.own_name=yes",
    "role.modifies_other=no",
    "market.eu=yes",
    "market.first_available=2024-11-26",
    "provider.established=US",
    "openness.licence=apache-2.0",
    "openness.weights_public=yes",
    "openness.architecture_public=yes",
    "openness.usage_public=yes",
    "openness.monetisation=none",
];

/// The same propositions in a general decision-diagram library, without axioms.
struct Peer<'l> {
    law: &'l Law,
    set: biodivine_lib_bdd::BddVariableSet,
    names: BTreeMap<Atom, biodivine_lib_bdd::BddVariable>,
}

impl Peer<'_> {
    fn condition(&self, c: &Condition) -> Bdd {
        match c {
            Condition::Test(Atom::No(f), _) => self.set.mk_not_var(self.names[&Atom::Yes(f.clone())]),
            Condition::Test(atom, _) => self.set.mk_var(self.names[atom]),
            Condition::Named(name, _) => self.proposition(name),
            Condition::All(parts) => parts.iter().fold(self.set.mk_true(), |all, p| all.and(&self.condition(p))),
            Condition::Any(parts) => parts.iter().fold(self.set.mk_false(), |any, p| any.or(&self.condition(p))),
            Condition::Not(inner) => self.condition(inner).not(),
        }
    }

    fn proposition(&self, name: &str) -> Bdd {
        let rules = self.law.rules.iter().filter(|r| r.concludes == name && r.holds);
        rules.fold(self.set.mk_false(), |any, r| any.or(&self.fires(&r.id)))
    }

    fn fires(&self, id: &str) -> Bdd {
        let rule = self.law.rules.iter().find(|r| r.id == id).unwrap();
        let displacing = self.law.rules.iter().filter(|r| r.displaces.iter().any(|d| d == id));
        displacing.fold(self.condition(&rule.when), |node, r| node.and_not(&self.fires(&r.id)))
    }
}

fn peer(law: &Law) -> (Peer<'_>, Vec<Bdd>) {
    let mut atoms = std::collections::BTreeSet::new();
    let mut visit = |c: &Condition| {
        c.leaves(&mut |leaf| {
            if let Condition::Test(atom, _) = leaf {
                atoms.insert(match atom {
                    Atom::No(f) => Atom::Yes(f.clone()),
                    other => other.clone(),
                });
            }
        })
    };
    law.rules.iter().for_each(|r| visit(&r.when));
    law.duties.iter().for_each(|d| visit(&d.when));
    let rank = |a: &Atom| a.facts().iter().map(|f| law.diagram_order.iter().position(|o| o == f).unwrap_or(999)).max();
    let mut sorted: Vec<Atom> = atoms.into_iter().collect();
    sorted.sort_by_key(|a| rank(a));
    let mut builder = BddVariableSetBuilder::new();
    let names = sorted.into_iter().enumerate().map(|(i, a)| (a, builder.make_variable(&format!("v{i}")))).collect();
    let peer = Peer { law, set: builder.build(), names };
    let mut all: Vec<Bdd> =
        law.propositions.iter().filter(|p| p.conclusion).map(|p| peer.proposition(&p.name)).collect();
    all.extend(law.duties.iter().map(|d| peer.condition(&d.when)));
    (peer, all)
}

fn engine(c: &mut Criterion) {
    c.bench_function("load the law book", |b| b.iter(|| black_box(Law::book().unwrap())));
    let law = Law::book().unwrap();
    let on = "2026-11-23".parse().unwrap();
    c.bench_function("compile the law of a day", |b| b.iter(|| black_box(Engine::new(&law, on).unwrap())));
    let engine = Engine::new(&law, on).unwrap();
    let mut facts = Facts::new();
    for a in ANSWERS {
        answer::set(&law, &mut facts, a).unwrap();
    }
    c.bench_function("answers (9 conclusions, 11 duties)", |b| b.iter(|| black_box(engine.answers(black_box(&facts)))));
    let empty = Facts::new();
    c.bench_function("answers, nothing known", |b| b.iter(|| black_box(engine.answers(black_box(&empty)))));
    c.bench_function("full assessment with reasons and questions", |b| {
        b.iter(|| black_box(engine.assess(black_box(&facts))))
    });

    // The peer decides the same 20 questions, without the axioms and with one reading of "unknown": less work than ours.
    let (peer, bdds) = peer(&law);
    let mut partial = BddPartialValuation::empty();
    for (atom, value) in
        [("role.develops", true), ("role.own_name", true), ("market.eu", true), ("role.modifies_other", false)]
    {
        partial.set_value(peer.names[&Atom::Yes(atom.to_owned())], value);
    }
    c.bench_function("peer library: restrict 20 questions, no axioms", |b| {
        b.iter(|| {
            let settled = bdds
                .iter()
                .map(|bdd| bdd.restrict(&partial.to_values()))
                .filter(|r| r.is_true() || r.is_false())
                .count();
            black_box(settled)
        })
    });
    c.bench_function("peer library: compile 20 questions, no axioms", |b| {
        b.iter(|| black_box(self::peer(&law).1.len()))
    });
}

criterion_group!(benches, engine);
criterion_main!(benches);
