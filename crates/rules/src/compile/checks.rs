//! What must not happen once all rules are compiled: two that say yes and no at once, a presumption nobody could answer.

use std::collections::{BTreeMap, BTreeSet};

use super::Compiler;
use crate::diagram::{FALSE, Node, TRUE, Var};
use crate::engine::{CompileError, Target, Variable};

impl Compiler<'_> {
    /// Two rules with opposite results that can fire together are a defect of the law book, not a matter of order.
    pub(super) fn check_conflicts(&mut self, axioms: &[Node]) -> Result<(), CompileError> {
        let law = self.law;
        let denying: Vec<_> = law.rules_on(self.as_of).filter(|r| !r.holds).collect();
        for no in denying {
            let against = self.fires(&no.id, &mut BTreeSet::new())?;
            for yes in law.rules_on(self.as_of).filter(|r| r.holds && r.concludes == no.concludes) {
                let fired = self.fires(&yes.id, &mut BTreeSet::new())?;
                let mut both = self.builder.and(fired, against);
                for constraint in axioms.iter().copied().chain(self.built_in()) {
                    both = self.builder.and(both, constraint);
                }
                if both != FALSE {
                    return Err(CompileError::Conflict(yes.id.clone(), no.id.clone()));
                }
            }
        }
        Ok(())
    }

    /// What nobody claims must be something somebody could have answered; otherwise an answer to another fact could
    /// turn a presumed no into a certain yes.
    pub(super) fn check_presumptions(&mut self, plain: &BTreeMap<Target, Node>) -> Result<(), CompileError> {
        let mut claims = Vec::new();
        let mut values = Vec::new();
        for (i, variable) in self.vars.iter().enumerate() {
            let var = Var::try_from(i).unwrap_or(Var::MAX);
            let exceptional = |f: &&str| self.law.fact(f).is_some_and(|d| d.exceptional);
            match variable {
                Variable::Claimed(_) => claims.push(var),
                Variable::Atom(atom) if atom.facts().iter().any(exceptional) => values.push(var),
                _ => {}
            }
        }
        for (target, node) in plain {
            let (Target::Proposition(name) | Target::Applies(name)) = target else { continue };
            let (mut unclaimed, mut yes, mut no) = (*node, *node, self.builder.not(*node));
            for var in &claims {
                unclaimed = self.builder.restrict(unclaimed, *var, false);
                yes = self.builder.restrict(yes, *var, true);
                no = self.builder.restrict(no, *var, true);
            }
            for var in &values {
                unclaimed = self.builder.restrict(unclaimed, *var, false);
                yes = self.builder.exists(yes, *var);
                no = self.builder.exists(no, *var);
            }
            let refused = self.builder.not(unclaimed);
            let (fits_yes, fits_no) = (self.builder.implies(unclaimed, yes), self.builder.implies(refused, no));
            if fits_yes != TRUE || fits_no != TRUE {
                return Err(CompileError::Presumption(name.clone()));
            }
        }
        Ok(())
    }
}
