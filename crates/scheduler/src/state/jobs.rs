//! Jobs come, start, make room and go.

use super::gate::Gate;
use super::lane::{Lane, LaneKey};
use super::node::Ask;
use super::{At, Entry, Run, Scheduler, Shape, ShapeKey, UserGate};
use crate::error::Unknown;
use crate::model::{Job, JobId, Plan, Queue, Running};
use fovea_domain::device::{Cards, Unit};
use fovea_domain::quota::longest_run;

impl Scheduler {
    /// A job waits from now on. Whether it can ever start is asked of `admit`, before.
    pub fn submit(&mut self, job: Job) -> Result<(), Unknown> {
        let entry = self.add_entry(job)?;
        self.wait(entry);
        Ok(())
    }

    /// A job that runs already when the scheduler begins.
    pub fn adopt(&mut self, running: Running) -> Result<(), Unknown> {
        let id = running.job.id;
        let mut seats = Vec::with_capacity(running.seats.len());
        for seat in &running.seats {
            seats.push((self.node_place(seat.node)?, seat.cards));
        }
        let entry = self.add_entry(running.job)?;
        if !self.fits_on(entry, &seats) {
            self.drop_entry(entry);
            return Err(Unknown::Taken(id));
        }
        self.seat(entry, seats, running.since_ms);
        if let Some(until) = running.leaving_ms {
            self.mark_leaving(entry, until);
        }
        Ok(())
    }

    fn fits_on(&self, entry: u32, seats: &[(u32, Cards)]) -> bool {
        let ask = self.shapes[self.entry(entry).shape as usize].ask;
        let mut seen: Vec<u32> = seats.iter().map(|seat| seat.0).collect();
        seen.sort_unstable();
        seen.windows(2).all(|pair| pair[0] != pair[1])
            && seats.iter().all(|&(node, cards)| {
                let state = &self.nodes[node as usize];
                state.bank(ask.kind).is_some_and(|bank| bank.free.holds(cards))
                    && state.free_cores >= ask.cores
                    && state.free_memory >= ask.memory
            })
    }

    /// A waiting job waits no more.
    pub fn withdraw(&mut self, job: JobId) -> Result<Job, Unknown> {
        let entry = self.entry_place(job)?;
        let At::Lane(lane) = self.entry(entry).at else { return Err(Unknown::NotWaiting(job)) };
        self.lanes[lane as usize].remove(job);
        self.retire(lane);
        Ok(self.drop_entry(entry))
    }

    /// A running job has ended, however, and holds nothing any more.
    pub fn ended(&mut self, job: JobId, now: u64) -> Result<Job, Unknown> {
        let entry = self.entry_place(job)?;
        self.vacate(entry, Some(now))?;
        Ok(self.drop_entry(entry))
    }

    /// A running job has ended because it was asked to make room, and waits again.
    pub fn yielded(&mut self, job: JobId, now: u64) -> Result<(), Unknown> {
        let entry = self.entry_place(job)?;
        self.vacate(entry, Some(now))?;
        let mut job = self.drop_entry(entry);
        job.preempted += 1;
        self.submit(job)
    }

    /// Somebody else than the scheduler told a running job to end.
    pub fn leaving(&mut self, job: JobId, until: u64) -> Result<(), Unknown> {
        let entry = self.entry_place(job)?;
        match self.entry(entry).at {
            At::Run(_) => self.mark_leaving(entry, until),
            At::Lane(_) => return Err(Unknown::NotRunning(job)),
        }
        Ok(())
    }

    /// Takes back what a round decided, where it could not be done.
    pub fn undo(&mut self, plan: &Plan) -> Result<(), Unknown> {
        for start in plan.starts.iter().rev() {
            let entry = self.entry_place(start.job)?;
            self.vacate(entry, None)?;
            self.wait(entry);
        }
        for preempt in plan.preempts.iter().rev() {
            let entry = self.entry_place(preempt.job)?;
            self.unmark_leaving(entry);
        }
        Ok(())
    }

    /// All jobs, each list by id: what a new scheduler would be begun with.
    pub fn queue(&self) -> Queue {
        let mut queue = Queue::default();
        for entry in self.entries.iter().flatten() {
            match entry.at {
                At::Lane(_) => queue.waiting.push(entry.job.clone()),
                At::Run(run) => {
                    let run = self.run(run);
                    queue.running.push(Running {
                        job: entry.job.clone(),
                        seats: self.seats(&run.seats),
                        since_ms: run.since,
                        leaving_ms: run.leaving,
                    });
                }
            }
        }
        queue.waiting.sort_by_key(|job| job.id);
        queue.running.sort_by_key(|running| running.job.id);
        queue
    }

    fn add_entry(&mut self, job: Job) -> Result<u32, Unknown> {
        let vc = self.vc_of.get(&job.vc).copied().ok_or(Unknown::Vc(job.vc))?;
        let kind = self.kind_of(&job.device).ok_or_else(|| Unknown::Device(job.device.clone()))?;
        let place = self.free_entries.last().copied().unwrap_or(self.entries.len() as u32);
        match self.entry_of.entry(job.id) {
            std::collections::hash_map::Entry::Occupied(_) => return Err(Unknown::JobTwice(job.id)),
            std::collections::hash_map::Entry::Vacant(vacant) => vacant.insert(place),
        };
        let gate = self.gate_for(vc, kind, &job);
        let shape = self.shape_for(kind, &job);
        let limit = longest_run(self.vcs[vc as usize].longest_run_ms, None, job.limit_ms).unwrap_or(u64::MAX);
        let firm = self.is_firm(&job);
        let turn = self.turn(&job, firm);
        let entry = Some(Entry { job, shape, gate, firm, limit, turn, at: At::Lane(u32::MAX) });
        match self.free_entries.pop() {
            Some(place) => self.entries[place as usize] = entry,
            None => self.entries.push(entry),
        }
        Ok(place)
    }

    fn drop_entry(&mut self, place: u32) -> Job {
        let job = self.entries[place as usize].take().map(|entry| entry.job);
        let Some(job) = job else { unreachable!("an entry is dropped once") };
        self.entry_of.remove(&job.id);
        self.free_entries.push(place);
        job
    }

    fn gate_for(&mut self, vc: u32, kind: u16, job: &Job) -> u32 {
        if let Some(&gate) = self.gate_of.get(&(vc, kind, job.user)) {
            return gate;
        }
        let quota = self.vcs[vc as usize].quotas.iter().find(|quota| quota.device == job.device);
        let limit = quota.map_or(0, |quota| quota.per_user);
        let account = self.account(vc, job.user);
        let gate = self.gates.len() as u32;
        self.gates.push(Gate::new(limit));
        self.users.push(UserGate { vc, kind, account });
        self.gate_of.insert((vc, kind, job.user), gate);
        gate
    }

    fn shape_for(&mut self, kind: u16, job: &Job) -> u32 {
        let (nodes, per_node) = (job.extent.nodes(), job.extent.per_node());
        let (cores, memory) = (job.cores_per_node(), job.memory_mib);
        let key = ShapeKey { kind, nodes, per_node, cores, memory };
        *self.shape_of.entry(key).or_insert_with(|| {
            let rules = self.kinds[usize::from(kind)].rules;
            let cards = if rules.unit() == Unit::Core { 0 } else { per_node };
            let ask = Ask { kind, rules, cards, cores, memory };
            let need = job.extent.total();
            self.shapes.push(Shape { ask, nodes, need, fails_from: None, no_room: false });
            self.shapes.len() as u32 - 1
        })
    }

    /// Puts an entry into its lane.
    pub(crate) fn wait(&mut self, place: u32) {
        let entry = self.entry(place);
        let (turn, id) = (entry.turn, entry.job.id);
        let vc = self.user_gate(entry.gate).vc;
        let key = LaneKey { vc, gate: entry.gate, shape: entry.shape, firm: entry.firm, limit: entry.limit };
        let lane = *self.lane_of.entry(key).or_insert_with(|| match self.idle_lanes.pop() {
            Some(lane) => {
                self.lanes[lane as usize] = Lane::new(key);
                lane
            }
            None => {
                self.lanes.push(Lane::new(key));
                self.lanes.len() as u32 - 1
            }
        });
        self.lanes[lane as usize].push(turn, id, place);
        self.set_at(place, At::Lane(lane));
    }

    fn set_at(&mut self, place: u32, at: At) {
        if let Some(entry) = &mut self.entries[place as usize] {
            entry.at = at;
        }
    }

    /// A lane without jobs is taken up by the next kind of job.
    pub(crate) fn retire(&mut self, lane: u32) {
        if self.lanes[lane as usize].is_empty()
            && self.lane_of.remove(&self.lanes[lane as usize].key).is_some()
        {
            self.idle_lanes.push(lane);
        }
    }

    /// Gives an entry, which is in no lane any more, its seats.
    pub(crate) fn seat(&mut self, place: u32, seats: Vec<(u32, Cards)>, now: u64) {
        let Entry { shape, gate, firm, limit, .. } = *self.entry(place);
        let id = self.entry(place).job.id;
        let Shape { ask, need, .. } = self.shapes[shape as usize];
        let end = now.saturating_add(limit);
        let at = self.free_runs.pop().unwrap_or_else(|| {
            self.runs.push(None);
            self.runs.len() as u32 - 1
        });
        for &(node, cards) in &seats {
            self.hide(node);
            let state = &mut self.nodes[node as usize];
            state.take(ask.kind, cards, ask.cores, ask.memory);
            state.runs.push(at);
            state.soft += u32::from(!firm);
            if let Some(kept) = state.kept.as_mut().filter(|kept| end > kept.until || kept.until == u64::MAX)
            {
                kept.spare_cores = kept.spare_cores.saturating_sub(ask.cores);
                kept.spare_memory = kept.spare_memory.saturating_sub(ask.memory);
            }
            self.show(node);
            self.change_free(node, ask, false);
        }
        self.limits_of_closed(&seats);
        self.runs[at as usize] =
            Some(Run { entry: place, shape, seats, since: now, end, leaving: None, firm });
        self.kinds[usize::from(ask.kind)].soft += u32::from(!firm);
        for gate in [gate as usize, self.vc_gate(self.user_gate(gate).vc, ask.kind)] {
            let gate = &mut self.gates[gate];
            gate.used += need;
            gate.firm += if firm { need } else { 0 };
            gate.ends.insert((end, id, need, firm));
        }
        let account = self.user_gate(gate).account;
        self.accounts[account as usize].holds += need;
        self.set_at(place, At::Run(at));
    }

    /// What is held on closed nodes is part of what there is to share.
    fn limits_of_closed(&mut self, seats: &[(u32, Cards)]) {
        if seats.iter().any(|&(node, _)| !self.nodes[node as usize].schedulable) {
            self.set_limits();
        }
    }

    /// Free devices of the kinds, after a seat was taken or given back. A card's run changes the free cores too.
    fn change_free(&mut self, node: u32, ask: Ask, back: bool) {
        let state = &self.nodes[node as usize];
        if !state.schedulable {
            return;
        }
        for bank in &state.banks {
            let kind = &mut self.kinds[usize::from(bank.kind)];
            let count = match kind.rules.unit() {
                Unit::Core => ask.cores,
                Unit::Card if bank.kind == ask.kind => ask.cards,
                Unit::Card => 0,
            };
            kind.free = if back { kind.free + count } else { kind.free - count };
        }
    }

    /// Takes an entry off its seats; `ended` for the account, unless it never really ran.
    fn vacate(&mut self, place: u32, ended: Option<u64>) -> Result<(), Unknown> {
        let Entry { shape, gate, at, .. } = *self.entry(place);
        let id = self.entry(place).job.id;
        let At::Run(at) = at else { return Err(Unknown::NotRunning(id)) };
        self.unmark_leaving(place);
        let Some(run) = self.runs[at as usize].take() else { unreachable!("a run has one entry") };
        self.free_runs.push(at);
        let Shape { ask, need, .. } = self.shapes[shape as usize];
        for &(node, cards) in &run.seats {
            self.hide(node);
            let state = &mut self.nodes[node as usize];
            state.give(ask.kind, cards, ask.cores, ask.memory);
            state.runs.retain(|&other| other != at);
            state.soft -= u32::from(!run.firm);
            self.show(node);
            self.change_free(node, ask, true);
        }
        self.limits_of_closed(&run.seats);
        self.kinds[usize::from(ask.kind)].soft -= u32::from(!run.firm);
        for gate in [gate as usize, self.vc_gate(self.user_gate(gate).vc, ask.kind)] {
            let gate = &mut self.gates[gate];
            gate.used -= need;
            gate.firm -= if run.firm { need } else { 0 };
            gate.ends.remove(&(run.end, id, need, run.firm));
        }
        let account = self.user_gate(gate).account;
        if let Some(now) = ended {
            self.charge(account, f64::from(need) * now.saturating_sub(run.since) as f64, now);
        }
        self.accounts[account as usize].holds -= need;
        Ok(())
    }

    /// It was told to end: it is counted on to be gone by then, and is not told again.
    pub(crate) fn mark_leaving(&mut self, place: u32, until: u64) {
        self.set_leaving(place, Some(until));
    }

    fn unmark_leaving(&mut self, place: u32) {
        self.set_leaving(place, None);
    }

    fn set_leaving(&mut self, place: u32, until: Option<u64>) {
        let Entry { shape, gate, at, limit, .. } = *self.entry(place);
        let id = self.entry(place).job.id;
        let At::Run(at) = at else { return };
        let Shape { ask, need, .. } = self.shapes[shape as usize];
        let Some(run) = &mut self.runs[at as usize] else { return };
        let (was, end, firm) = (run.leaving.is_some(), run.end, run.firm);
        run.leaving = until;
        run.end = run.since.saturating_add(limit).min(until.unwrap_or(u64::MAX));
        let new_end = run.end;
        for gate in [gate as usize, self.vc_gate(self.user_gate(gate).vc, ask.kind)] {
            let gate = &mut self.gates[gate];
            gate.ends.remove(&(end, id, need, firm));
            gate.ends.insert((new_end, id, need, firm));
            if was && !firm {
                gate.leaving -= need;
            }
            if until.is_some() && !firm {
                gate.leaving += need;
            }
        }
    }
}
