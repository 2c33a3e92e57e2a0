//! A regular expression as an automaton over whole signs: from a state, each sign that may come next leads to another. Only ways
//! that can still end in a match are kept, so that a reader that walks it never gets lost.

use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::{Anchored, Input, MatchKind};
use std::collections::{HashMap, VecDeque};

#[derive(Debug, Clone, PartialEq)]
pub struct Automaton {
    /// For each state the places of the signs that may follow, and where they lead; by place.
    edges: Vec<Vec<(u32, u32)>>,
    /// The fewest signs that are still missing.
    left: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    #[error("it is no regular expression that can be used here: {0}")]
    Syntax(String),
    #[error("it has too many forms; limit its repetitions")]
    TooLarge,
    #[error("no text of the signs that can be read and are allowed fits it")]
    Nothing,
}

const MOST_BYTES: usize = 16 << 20;
const MOST_STATES: usize = 4000;
const MOST_EDGES: usize = 4 << 20;
const NEVER: u32 = u32::MAX;

impl Automaton {
    pub const START: u32 = 0;

    /// `signs` by their place; those that are not `allowed` never come.
    pub fn compile(
        pattern: &str,
        signs: &[char],
        allowed: impl Fn(char) -> bool,
    ) -> Result<Automaton, PatternError> {
        let config = dense::Config::new()
            .match_kind(MatchKind::All)
            .start_kind(StartKind::Anchored)
            .dfa_size_limit(Some(MOST_BYTES))
            .determinize_size_limit(Some(MOST_BYTES));
        let whole = format!("(?:{pattern})\\z");
        let dfa = dense::Builder::new().configure(config).build(&whole);
        let dfa = dfa.map_err(|e| match e.is_size_limit_exceeded() {
            true => PatternError::TooLarge,
            false => {
                let causes = std::iter::successors(std::error::Error::source(&e), |e| e.source());
                let cause = causes.last().map_or_else(|| e.to_string(), |s| s.to_string());
                // The last line tells what is wrong; those before draw our own form of the pattern.
                let line = cause.lines().last().unwrap_or_default();
                PatternError::Syntax(line.trim_start_matches("error: ").into())
            }
        })?;
        let signs: Vec<(u32, String)> =
            (0..).zip(signs).filter(|(_, c)| allowed(**c)).map(|(i, c)| (i, c.to_string())).collect();
        let start = dfa.start_state_forward(&Input::new("").anchored(Anchored::Yes));
        let start = start.map_err(|e| PatternError::Syntax(e.to_string()))?;
        Automaton::walk(&dfa, start, &signs)?.pruned()
    }

    fn walk(
        dfa: &dense::DFA<Vec<u32>>,
        start: StateID,
        signs: &[(u32, String)],
    ) -> Result<Automaton, PatternError> {
        let mut number = HashMap::from([(start, 0u32)]);
        let mut waiting = VecDeque::from([start]);
        let (mut edges, mut left, mut count) = (Vec::new(), Vec::new(), 0);
        while let Some(state) = waiting.pop_front() {
            let mut out = Vec::new();
            for (place, sign) in signs {
                let dead = |s: &StateID| dfa.is_dead_state(*s) || dfa.is_quit_state(*s);
                let step = sign.bytes().try_fold(state, |s, byte| {
                    let next = dfa.next_state(s, byte);
                    if dead(&next) { None } else { Some(next) }
                });
                let Some(next) = step else { continue };
                let known = number.len() as u32;
                let to = *number.entry(next).or_insert_with(|| {
                    waiting.push_back(next);
                    known
                });
                out.push((*place, to));
            }
            count += out.len();
            if number.len() > MOST_STATES || count > MOST_EDGES {
                return Err(PatternError::TooLarge);
            }
            edges.push(out);
            left.push(if dfa.is_match_state(dfa.next_eoi_state(state)) { 0 } else { NEVER });
        }
        Ok(Automaton { edges, left })
    }

    /// Works out how far each state is from an end, and takes away the ways into those that have none.
    fn pruned(mut self) -> Result<Automaton, PatternError> {
        let mut into: Vec<Vec<u32>> = vec![Vec::new(); self.edges.len()];
        for (from, out) in (0..).zip(&self.edges) {
            let mut targets: Vec<u32> = out.iter().map(|e| e.1).collect();
            targets.sort_unstable();
            targets.dedup();
            targets.into_iter().for_each(|to| into[to as usize].push(from));
        }
        let ends = (0..self.left.len() as u32).filter(|&s| self.left[s as usize] == 0);
        let mut waiting: VecDeque<u32> = ends.collect();
        while let Some(state) = waiting.pop_front() {
            for &from in &into[state as usize] {
                if self.left[from as usize] == NEVER {
                    self.left[from as usize] = self.left[state as usize] + 1;
                    waiting.push_back(from);
                }
            }
        }
        let left = &self.left;
        self.edges.iter_mut().for_each(|out| out.retain(|e| left[e.1 as usize] != NEVER));
        if self.left[0] == NEVER { Err(PatternError::Nothing) } else { Ok(self) }
    }

    /// The signs that may follow, and where each leads.
    pub fn edges(&self, state: u32) -> &[(u32, u32)] {
        self.edges.get(state as usize).map_or(&[], Vec::as_slice)
    }

    pub fn next(&self, state: u32, place: u32) -> Option<u32> {
        let out = self.edges(state);
        out.binary_search_by_key(&place, |e| e.0).ok().map(|i| out[i].1)
    }

    /// Whether a text may end here.
    pub fn ends(&self, state: u32) -> bool {
        self.left(state) == 0
    }

    /// The fewest signs that are still missing.
    pub fn left(&self, state: u32) -> u32 {
        self.left.get(state as usize).copied().unwrap_or(NEVER)
    }

    /// Whether a text fits, told by the places of its signs.
    pub fn accepts(&self, places: impl IntoIterator<Item = u32>) -> bool {
        let end = places.into_iter().try_fold(Automaton::START, |state, place| self.next(state, place));
        end.is_some_and(|state| self.ends(state))
    }

    /// For each place whether its sign comes anywhere.
    pub fn uses(&self, places: usize) -> Vec<bool> {
        let mut used = vec![false; places];
        for (place, _) in self.edges.iter().flatten() {
            if let Some(used) = used.get_mut(*place as usize) {
                *used = true;
            }
        }
        used
    }
}
