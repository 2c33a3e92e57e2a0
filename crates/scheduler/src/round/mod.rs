//! A round: what starts now, and who makes room.
//!
//! 1. The first jobs of all lanes stand in a row, by their turn.
//! 2. The next one asks at the gates of its user and its virtual cluster, then for nodes. Where it finds all it starts,
//!    and the next of its lane joins the row.
//!    One that would have to borrow quota waits until all who do not have had their turn.
//! 3. Where preemptible jobs are in its way they are told to leave, and what they free is kept for it.
//! 4. Else the first that waits at a gate, or for devices of a type, gets a moment reserved; later ones pass only where
//!    that moment is not put off.

mod gates;
mod keep;
mod place;
mod room;
mod row;
mod victims;

use crate::model::{JobId, Plan, Start};
use crate::policy::{Order, Passing};
use crate::state::Scheduler;
use crate::state::lane::LaneKey;
use crate::why::Reason;
use gates::Passage;
use row::{Place, Row};

/// What is true within one round.
pub(crate) struct Round {
    pub now: u64,
    pub plan: Plan,
    pub kinds: Vec<KindRound>,
    /// Gates where somebody waits.
    pub lines: Vec<usize>,
    in_use: Vec<u64>,
}

#[derive(Default)]
pub(crate) struct KindRound {
    /// Nodes with something kept.
    pub kept: Vec<u32>,
    /// Who has a moment reserved.
    pub reserved_for: Option<JobId>,
    /// Nobody starts any more: this one comes first.
    pub closed_by: Option<JobId>,
    /// How often room was made, or tried to.
    pub tries: u32,
    /// How many of those that wait at gates asked for nodes ahead.
    ahead: u32,
    /// What each node could have at most, once somebody needs room.
    most: Vec<keep::Then>,
}

/// Who asks, and for what.
#[derive(Clone, Copy)]
pub(crate) struct Asker {
    pub job: JobId,
    pub key: LaneKey,
    pub kind: u16,
    pub need: u32,
    /// When it ends at the latest if it starts now.
    pub end: u64,
    entry: u32,
}

/// How many of those that wait at gates may ask for nodes ahead within a round.
const MOST_AHEAD: u32 = 4;

/// Rank of those that borrow.
const LAST: u64 = u64::MAX;

enum Outcome {
    /// Asks again when the others had their turn.
    Later,
    Starts(Vec<(u32, fovea_domain::device::Cards)>),
    Waits(Reason),
}

impl Scheduler {
    /// Decides, and keeps in mind what it decided as if it were done; `undo` takes it back.
    pub fn round(&mut self, now: u64) -> Plan {
        let mut round = self.begin(now);
        let mut row = self.row(&round);
        while let Some(place) = row.next() {
            let (rank, lane) = (place.rank(), place.lane);
            let rank_now = self.rank(&round, lane);
            if rank_now > rank && rank != LAST {
                // Its user was given something meanwhile.
                row.join(place.with_rank(rank_now));
                continue;
            }
            match self.attempt(&mut round, lane, rank == LAST) {
                Outcome::Later => row.join(place.with_rank(LAST)),
                Outcome::Waits(reason) => self.lanes[lane as usize].reason = reason,
                Outcome::Starts(seats) => {
                    self.start(&mut round, lane, seats);
                    if let Some(next) = self.place_in_row(&round, lane) {
                        row.join(next);
                    }
                    self.retire(lane);
                }
            }
        }
        self.end(&round);
        round.plan
    }

    fn begin(&mut self, now: u64) -> Round {
        for shape in &mut self.shapes {
            (shape.fails_from, shape.no_room) = (None, false);
        }
        self.count_lent();
        let in_use = if self.policy.order == Order::FairShare { self.in_use(now) } else { Vec::new() };
        let kinds = self.kinds.iter().map(|_| KindRound::default()).collect();
        Round { now, plan: Plan::default(), kinds, lines: Vec::new(), in_use }
    }

    fn row(&self, round: &Round) -> Row {
        Row::new((0..self.lanes.len() as u32).filter_map(|lane| self.place_in_row(round, lane)).collect())
    }

    fn place_in_row(&self, round: &Round, lane: u32) -> Option<Place> {
        let (turn, job, _) = self.lanes[lane as usize].first()?;
        Some(Place::new(self.rank(round, lane), turn, job, lane))
    }

    /// What counts before the turn.
    fn rank(&self, round: &Round, lane: u32) -> u64 {
        match self.policy.order {
            Order::Arrival | Order::Aged => 0,
            Order::Shortest => self.lanes[lane as usize].key.limit.min(LAST - 1),
            Order::FairShare => {
                let Some((_, _, entry)) = self.lanes[lane as usize].first() else { return u64::MAX };
                let entry = self.entry(entry);
                if round.now.saturating_sub(entry.job.submitted_ms) > self.policy.overdue_ms {
                    return 0;
                }
                let account = self.user_gate(entry.gate).account;
                // Floats that are not negative are ordered as their bits are; 0 is for those that are overdue.
                self.share(account, &round.in_use, round.now).max(0.0).to_bits().saturating_add(1)
            }
        }
    }

    fn attempt(&mut self, round: &mut Round, lane: u32, may_borrow: bool) -> Outcome {
        let lane = &self.lanes[lane as usize];
        let Some((_, job, entry)) = lane.first() else { return Outcome::Waits(Reason::NotLooked) };
        let key = lane.key;
        let shape = self.shapes[key.shape as usize];
        let asker = Asker {
            job,
            key,
            kind: shape.ask.kind,
            need: shape.need,
            end: round.now.saturating_add(key.limit),
            entry,
        };
        if let Some(job) = round.kinds[usize::from(asker.kind)].closed_by {
            return Outcome::Waits(Reason::Behind { job });
        }
        let reason = match self.ask_gates(round, &asker, may_borrow) {
            Passage::Borrows => return Outcome::Later,
            Passage::Shut(reason) => return Outcome::Waits(reason),
            Passage::Full { until, reason } => {
                self.wait_ahead(round, &asker, until);
                return Outcome::Waits(reason);
            }
            Passage::Open => match self.place(round, &asker) {
                Ok(seats) => return Outcome::Starts(seats),
                Err(reason) => match self.make_room(round, &asker, [0, 0]) {
                    Some(until_ms) => Reason::MakingRoom { until_ms },
                    None => reason,
                },
            },
            Passage::AfterOwn { deficits, reason } => match self.make_room(round, &asker, deficits) {
                Some(until_ms) => Reason::MakingRoom { until_ms },
                None => {
                    let until = self.stand_in_line(round, &asker);
                    self.wait_ahead(round, &asker, until);
                    return Outcome::Waits(reason);
                }
            },
        };
        if let Reason::MakingRoom { until_ms } = reason {
            self.keep_quota(round, &asker, until_ms);
        }
        self.wait_for_devices(round, &asker, reason);
        Outcome::Waits(reason)
    }

    pub(super) fn waited(&self, round: &Round, asker: &Asker) -> u64 {
        round.now.saturating_sub(self.entry(asker.entry).job.submitted_ms)
    }

    /// The first that waits for devices has its start reserved.
    fn wait_for_devices(&mut self, round: &mut Round, asker: &Asker, reason: Reason) {
        let kind = &mut round.kinds[usize::from(asker.kind)];
        match self.policy.passing {
            Passing::Everybody => {}
            Passing::Nobody => kind.closed_by = Some(asker.job),
            Passing::Harmless if matches!(reason, Reason::MakingRoom { .. }) => {}
            Passing::Harmless if kind.reserved_for.is_none() => {
                kind.reserved_for = Some(asker.job);
                if let Some(until) = self.reserve(round, asker, round.now) {
                    self.keep_quota(round, asker, until);
                }
            }
            Passing::Harmless => {}
        }
    }

    /// The first whose nodes come free later than its quota has its start reserved, too: quota that is full only of jobs
    /// that are gone by then would else leave the nodes to others, again and again.
    fn wait_ahead(&mut self, round: &mut Round, asker: &Asker, quota_until: u64) {
        if quota_until == u64::MAX || !self.may_wait_ahead(round, asker) {
            return;
        }
        round.kinds[usize::from(asker.kind)].ahead += 1;
        if let Some(until) = self.reserve(round, asker, quota_until) {
            round.kinds[usize::from(asker.kind)].reserved_for = Some(asker.job);
            self.keep_quota(round, asker, until);
        }
    }

    fn may_wait_ahead(&self, round: &Round, asker: &Asker) -> bool {
        let kind = &round.kinds[usize::from(asker.kind)];
        self.policy.passing == Passing::Harmless && kind.reserved_for.is_none() && kind.ahead < MOST_AHEAD
    }

    fn start(&mut self, round: &mut Round, lane: u32, seats: Vec<(u32, fovea_domain::device::Cards)>) {
        let Some((_, job, entry)) = self.lanes[lane as usize].first() else { return };
        let key = self.lanes[lane as usize].key;
        let shape = self.shapes[key.shape as usize];
        self.lanes[lane as usize].pop();
        round.plan.starts.push(Start { job, seats: self.seats(&seats) });
        self.pass_gates(round, key, shape.ask.kind, shape.need);
        self.seat(entry, seats, round.now);
    }

    fn end(&mut self, round: &Round) {
        for &gate in &round.lines {
            self.gates[gate].line = None;
        }
        for &node in round.kinds.iter().flat_map(|kind| &kind.kept) {
            // A node with several kinds of device is named more than once.
            if self.nodes[node as usize].kept.take().is_some() {
                self.show(node);
            }
        }
    }
}
