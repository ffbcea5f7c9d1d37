//! The dialogue of `gpai ask`: plain lines in, plain lines out, every answer on disk before the next question.

mod expert;
mod preset;
mod read;
mod setting;
mod sheets;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Read as _, Write};

use gpai_dossier::answer_file::{Change, Judgement, WriteError};
use gpai_dossier::flow::judging;
use gpai_dossier::named_base;
use gpai_forms::escape::visible;
use gpai_rules::answer;
use gpai_rules::assess::{Assessment, DutyStatus};
use gpai_rules::compile::Engine;
use gpai_rules::fact::{Facts, Value};
use gpai_rules::interview::Screen;
use gpai_rules::law::FactDef;
use gpai_rules::names;
use gpai_rules::remarks::show as value_shown;

use self::read::{Typed, typed};
pub use self::setting::{Extent, Setting};
use self::sheets::Sheet;
use crate::outcome::Failure;
use crate::screen::ask as show;
use crate::screen::words::{Pair, ask as words};

/// The longest line that is read; no honest reason is longer.
const MAX_LINE: u64 = 16 * 1024;

/// One run of the dialogue.
pub struct Session<'a> {
    setting: Setting<'a>,
    input: Box<dyn BufRead + 'a>,
    out: Box<dyn Write + 'a>,
    /// Whether typed lines are shown: they are not on the screen where they come from a pipe.
    echo: bool,
    facts: Facts,
    /// The law with the conclusions judged so far, where there are any.
    judging: Option<Engine<'a>>,
    assessment: Assessment,
    /// Facts answered or left open in this run; they are not asked again.
    done: BTreeSet<String>,
    /// What was answered in this run.
    answered: BTreeMap<String, Value>,
    /// Presets answered in this run, each with the choice and the facts it answered.
    chosen: BTreeMap<String, (String, Vec<String>)>,
    /// Screens behind us, for the way back.
    history: Vec<Sheet>,
    /// Who judged last.
    by: Option<String>,
}

/// How a screen ended.
enum Step {
    Next,
    Back,
    Quit,
}

/// What came of asking who judges and why.
enum Judged {
    Given(Judgement),
    Skip,
    Back,
    Quit,
}

impl<'a> Session<'a> {
    /// Starts from what is known.
    pub fn new(
        setting: Setting<'a>,
        input: Box<dyn BufRead + 'a>,
        out: Box<dyn Write + 'a>,
        echo: bool,
    ) -> Result<Self, Failure> {
        let facts = known(&setting, &BTreeMap::new())?;
        let judging = judging(setting.law, setting.engine.as_of(), &facts)?;
        let assessment = judging.as_ref().unwrap_or(setting.engine).assess(&facts);
        Ok(Session {
            setting,
            input,
            out,
            echo,
            facts,
            judging,
            assessment,
            done: BTreeSet::new(),
            answered: BTreeMap::new(),
            chosen: BTreeMap::new(),
            history: Vec::new(),
            by: None,
        })
    }

    /// The law that the answers so far are judged by.
    fn engine(&self) -> &Engine<'a> {
        self.judging.as_ref().unwrap_or(self.setting.engine)
    }

    /// All facts, with the answers.
    pub fn into_facts(self) -> Facts {
        self.facts
    }

    /// Asks until nothing is open, the person stops, or the input ends.
    pub fn run(&mut self, model: &str) -> Result<(), Failure> {
        if self.setting.expert
            && let Step::Quit = self.experts()?
        {
            self.finish();
            return Ok(());
        }
        let screens = self.open();
        self.say(&show::intro(model, self.setting.file.name(), screens.len(), self.setting.lang));
        let mut again: Option<Sheet> = None;
        loop {
            let screens = self.open();
            let Some(screen) = again.take().or_else(|| screens.first().cloned()) else { break };
            let left = screens.iter().filter(|s| **s != screen).count();
            self.say(&show::heading(self.history.len() + 1, left, self.setting.lang));
            let step = match &screen {
                Sheet::Presets(ids) => self.presets(ids)?,
                Sheet::Facts(facts) => match facts.as_slice() {
                    [fact] => self.single(fact)?,
                    _ => self.sheet(facts)?,
                },
            };
            match step {
                Step::Next => self.history.push(screen),
                Step::Quit => break,
                Step::Back => match self.history.pop() {
                    Some(before) => again = Some(before),
                    None => {
                        self.note(&words::FIRST_QUESTION);
                        again = Some(screen);
                    }
                },
            }
        }
        self.finish();
        Ok(())
    }

    /// The last words.
    fn finish(&mut self) {
        let open = self.assessment.is_open();
        let idle = self.is_idle();
        self.say(&show::end(self.answered.len(), self.setting.file.name(), open, idle, self.setting.lang));
    }

    /// What can still change whether a duty is owed or by when, and was not asked in this run, the next first; then, where
    /// somebody wants to go on, all else that is open.
    fn open(&self) -> Vec<Sheet> {
        let steps = self.engine().interview(&self.facts, &self.done);
        let mut open: Vec<Screen> = steps.into_iter().map(|step| step.screen).collect();
        if self.setting.extent == Extent::Presets {
            open.retain(|screen| matches!(screen, Screen::Presets(_)));
        }
        if open.is_empty() && self.setting.extent == Extent::All {
            let mut names: Vec<String> = self.assessment.questions.iter().map(|q| q.fact.clone()).collect();
            for duty in self.assessment.duties.iter().filter(|d| d.is_open()) {
                names.extend(duty.missing.iter().filter(|m| !names.contains(m)).cloned().collect::<Vec<_>>());
            }
            names.retain(|n| !self.done.contains(n) && self.setting.law.fact(n).is_some_and(|d| !d.evidence_only));
            open = names.into_iter().map(Screen::Fact).collect();
        }
        sheets::screens(&open)
    }

    /// Whether no duty is owed, whatever the answers to what is still open.
    fn is_idle(&self) -> bool {
        self.assessment.duties.iter().all(|d| matches!(d.outcome(), DutyStatus::Exempt | DutyStatus::NotApplicable))
    }

    fn single(&mut self, fact: &str) -> Result<Step, Failure> {
        let law = self.setting.law;
        let lang = self.setting.lang;
        let Some(def) = law.fact(fact) else { return Ok(Step::Next) };
        self.ask(def)?;
        if let Some(now) = self.answered.get(fact) {
            let text = visible(&value_shown(now));
            self.say(&show::answered(&text, lang));
        }
        loop {
            let Some(line) = self.line("> ")? else { return Ok(Step::Quit) };
            let text = match typed(&line) {
                Typed::Quit => return Ok(Step::Quit),
                Typed::Back => return Ok(Step::Back),
                Typed::Help => {
                    self.say(&show::help(law, def, lang));
                    continue;
                }
                Typed::Skip => return self.skip(&[fact]),
                Typed::Nothing if self.answered.contains_key(fact) => return Ok(Step::Next),
                Typed::Nothing => {
                    self.refuse(def, None);
                    continue;
                }
                Typed::Answer(text) => text,
            };
            let value = match self.bracket(def, &text).map_or_else(|| read::value(def, &text), |value| value.map(Some))
            {
                Ok(Some(value)) => value,
                Ok(None) => return self.skip(&[fact]),
                Err(reason) => {
                    self.refuse(def, Some(&reason));
                    continue;
                }
            };
            let (judgement, quit) = match if def.judged { self.judgement()? } else { Judged::Skip } {
                Judged::Given(judgement) => (Some(judgement), false),
                Judged::Skip if def.judged => return self.skip(&[fact]),
                Judged::Skip => (None, false),
                Judged::Back => {
                    self.ask(def)?;
                    continue;
                }
                // What was answered is kept, also where the reason is missing.
                Judged::Quit => (None, true),
            };
            self.store(vec![(fact.to_owned(), value.clone(), judgement.clone())])?;
            if quit {
                return Ok(Step::Quit);
            }
            return self.settle_dispute(fact, value, judgement.is_some());
        }
    }

    /// Where the folder says otherwise, a name and a reason let the person's answer decide.
    fn settle_dispute(&mut self, fact: &str, value: Value, judged: bool) -> Result<Step, Failure> {
        if judged || !self.facts.resolve(fact).is_some_and(|f| f.contradiction) {
            return Ok(Step::Next);
        }
        let lang = self.setting.lang;
        self.say(&show::dispute(&self.facts, fact, lang));
        match self.judgement()? {
            Judged::Given(judgement) => {
                self.store(vec![(fact.to_owned(), value, Some(judgement))])?;
                Ok(Step::Next)
            }
            Judged::Skip | Judged::Back => Ok(Step::Next),
            Judged::Quit => Ok(Step::Quit),
        }
    }

    fn sheet(&mut self, facts: &[String]) -> Result<Step, Failure> {
        let law = self.setting.law;
        let lang = self.setting.lang;
        let names: Vec<&str> = facts.iter().map(String::as_str).collect();
        let defs: Vec<&FactDef> = names.iter().filter_map(|n| law.fact(n)).collect();
        self.say(&show::sheet(law, &defs, &self.facts, &self.settles(&names), lang));
        let kept = names.iter().any(|n| self.answered.contains_key(*n));
        if kept {
            let now = |n: &&str| self.answered.get(*n).map_or("d".to_owned(), value_shown);
            let text = names.iter().map(now).collect::<Vec<_>>().join(" ");
            self.say(&show::answered(&text, lang));
        }
        loop {
            let Some(line) = self.line("> ")? else { return Ok(Step::Quit) };
            match typed(&line) {
                Typed::Quit => return Ok(Step::Quit),
                Typed::Back => return Ok(Step::Back),
                Typed::Help => {
                    for def in &defs {
                        self.say(&show::help(law, def, lang));
                    }
                    continue;
                }
                Typed::Skip => return self.skip(&names),
                Typed::Nothing if kept => return Ok(Step::Next),
                Typed::Nothing => {}
                Typed::Answer(text) => {
                    if let Some(answers) = read::sheet(&text, defs.len()) {
                        return self.take_sheet(&names, &answers);
                    }
                }
            }
            self.say(&show::expected_answers(defs.len(), lang));
        }
    }

    fn take_sheet(&mut self, names: &[&str], answers: &[Option<bool>]) -> Result<Step, Failure> {
        let mut given = Vec::new();
        let mut open = Vec::new();
        for (name, answer) in names.iter().zip(answers) {
            match answer {
                Some(yes) => given.push(((*name).to_owned(), Value::Bool(*yes), None)),
                None => open.push(*name),
            }
        }
        let disputed: Vec<(String, Value)> = given.iter().map(|(n, v, _)| (n.clone(), v.clone())).collect();
        self.skip(&open)?;
        if !given.is_empty() {
            self.store(given)?;
        }
        for (name, value) in disputed {
            if let Step::Quit = self.settle_dispute(&name, value, false)? {
                return Ok(Step::Quit);
            }
        }
        Ok(Step::Next)
    }

    /// Leaves facts open for this run; an answer given earlier in it is taken back.
    fn skip(&mut self, facts: &[&str]) -> Result<Step, Failure> {
        self.done.extend(facts.iter().map(|f| (*f).to_owned()));
        let back: Vec<Change> = facts
            .iter()
            .filter(|f| self.answered.contains_key(**f))
            .map(|f| Change { name: (*f).to_owned(), to: None })
            .collect();
        if !back.is_empty() {
            self.write(&back)?;
            for change in &back {
                self.answered.remove(&change.name);
            }
            self.reassess()?;
        }
        Ok(Step::Next)
    }

    /// Who judges, and why.
    fn judgement(&mut self) -> Result<Judged, Failure> {
        let named = || match self.facts.value(names::PROVIDER_NAME) {
            Some(Value::Text(name)) => Some(name),
            _ => None,
        };
        let usual = self.by.clone().or_else(named);
        let lang = self.setting.lang;
        self.note(&words::THIS_IS_A_JUDGEMENT);
        let who = show::who(usual.as_deref(), lang);
        let by = loop {
            match self.line(&who)?.as_deref().map(typed) {
                None | Some(Typed::Quit) => return Ok(Judged::Quit),
                Some(Typed::Back) => return Ok(Judged::Back),
                Some(Typed::Skip) => return Ok(Judged::Skip),
                Some(Typed::Answer(name)) if Judgement::names_somebody(&name) => break name,
                Some(Typed::Nothing) if usual.is_some() => break usual.unwrap_or_default(),
                Some(Typed::Nothing | Typed::Help | Typed::Answer(_)) => self.note(&words::EXPECTED_A_NAME),
            }
        };
        let why = loop {
            match self.line(words::WHY.get(lang))?.as_deref().map(typed) {
                None | Some(Typed::Quit) => return Ok(Judged::Quit),
                Some(Typed::Back) => return Ok(Judged::Back),
                Some(Typed::Skip) => return Ok(Judged::Skip),
                Some(Typed::Answer(why)) if Judgement::gives_a_reason(&why) => break why,
                Some(Typed::Nothing | Typed::Help | Typed::Answer(_)) => self.note(&words::EXPECTED_A_REASON),
            }
        };
        self.by = Some(by.clone());
        Ok(Judged::Given(Judgement { by, on: self.setting.today, why }))
    }

    /// Keeps answers on disk, then says what they settled.
    fn store(&mut self, given: Vec<(String, Value, Option<Judgement>)>) -> Result<(), Failure> {
        let changes: Vec<Change> = given
            .iter()
            .map(|(name, value, judgement)| Change { name: name.clone(), to: Some((value.clone(), judgement.clone())) })
            .collect();
        self.write(&changes)?;
        for (name, value, _) in given {
            self.done.insert(name.clone());
            self.answered.insert(name, value);
        }
        self.reassess()
    }

    /// Writes; where that fails the person mends it and tries again, so that no answer is lost.
    fn write(&mut self, changes: &[Change]) -> Result<(), Failure> {
        loop {
            let error = match self.setting.file.write(self.setting.law, changes) {
                Ok(()) => return Ok(()),
                Err(WriteError::Answers(e)) => e.to_string(),
                Err(e) => e.to_string(),
            };
            self.say(&show::not_written(&error));
            self.note(&words::NOT_WRITTEN_YET);
            match self.line("> ")?.as_deref().map(typed) {
                None | Some(Typed::Quit) => return Err(Failure::Usage(error)),
                _ => continue,
            }
        }
    }

    fn reassess(&mut self) -> Result<(), Failure> {
        self.facts = known(&self.setting, &self.answered)?;
        self.judging = judging(self.setting.law, self.setting.engine.as_of(), &self.facts)?;
        let now = self.engine().assess(&self.facts);
        let before = std::mem::replace(&mut self.assessment, now);
        let text = show::settled(self.setting.law, &before, &self.assessment, self.setting.lang);
        self.say(&text);
        Ok(())
    }

    /// Conclusions and duties that some facts can still change.
    fn settles(&self, facts: &[&str]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        // A name that stands for several answers settles what they settle.
        let lookups = self.setting.law.presets.lookups.iter().filter(|l| facts.contains(&l.fact.as_str()));
        let more: Vec<&str> = lookups.flat_map(|l| l.answers.iter().map(String::as_str)).collect();
        let facts: Vec<&str> = facts.iter().copied().chain(more).collect();
        let conclusions = self.assessment.conclusions.iter().map(|c| (&c.name, &c.missing));
        for (name, missing) in conclusions.chain(self.assessment.duties.iter().map(|d| (&d.id, &d.missing))) {
            if missing.iter().any(|m| facts.contains(&m.as_str())) {
                out.push(name.clone());
            }
        }
        out
    }

    fn refuse(&mut self, def: &FactDef, reason: Option<&str>) {
        self.say(&show::refusal(def, reason, self.setting.lang));
    }

    fn note(&mut self, words: &Pair) {
        self.say(&show::note(words, self.setting.lang));
    }

    /// A reader that went away is no error of ours; the answers are on disk.
    fn say(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
    }

    /// The next line; `None` where the input has ended.
    fn line(&mut self, prompt: &str) -> Result<Option<String>, Failure> {
        self.say(prompt);
        let mut bytes = Vec::new();
        let read = |input: &mut dyn BufRead, bytes: &mut Vec<u8>| {
            input
                .take(MAX_LINE)
                .read_until(b'\n', bytes)
                .map_err(|e| Failure::Usage(format!("the input cannot be read: {e}")))
        };
        let count = read(&mut *self.input, &mut bytes)?;
        if count as u64 == MAX_LINE && !bytes.ends_with(b"\n") {
            // The rest of a line that is too long is no answer to the next question.
            loop {
                let mut rest = Vec::new();
                if read(&mut *self.input, &mut rest)? == 0 || rest.ends_with(b"\n") {
                    break;
                }
            }
            self.say("\n");
            self.note(&words::LINE_TOO_LONG);
            return Ok(Some(String::new()));
        }
        if count == 0 {
            self.say("\n");
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&bytes).trim().to_owned();
        if self.echo {
            self.say(&format!("{}\n", visible(&line)));
        }
        Ok(Some(line))
    }
}

/// What the folder says, what the file of answers says now, and the answers of the command line to what was not asked.
fn known(setting: &Setting<'_>, answered: &BTreeMap<String, Value>) -> Result<Facts, Failure> {
    let mut facts = setting.evidence.clone();
    facts.extend(setting.file.read(setting.law).map_err(|e| Failure::Usage(e.to_string()))?);
    named_base::derive(&mut facts);
    for argument in &setting.set {
        let name = argument.split('=').next().unwrap_or_default().trim();
        if !answered.contains_key(name) {
            answer::set(setting.law, &mut facts, argument).map_err(|e| Failure::Usage(format!("--set {e}")))?;
        }
    }
    Ok(facts)
}
