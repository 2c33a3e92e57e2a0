//! What changed, in one line of numbered events that every listener reads at its own pace. The last few thousand are
//! held once for all: a listener that is slow or gone holds nothing, and one that comes back goes on where it was.

use crate::{Id, Job};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// What kind of thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Project,
    Import,
    Picture,
    Version,
    Statistics,
    Job,
    Model,
    Service,
    Record,
    Recipe,
    /// Of a task its id; for each of its people their own id, which tells them that something of theirs moved
    AnnotationTask,
}

/// Something was changed and kept. Says which thing, not how: whoever shows it reads it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Event {
    #[serde(rename = "type")]
    pub topic: Topic,
    pub id: Id,
    pub project_id: Option<Id>,
    /// Of a job: whose it is, and the virtual cluster that it is in, since not everybody may see it
    #[serde(skip)]
    pub owner: Option<Id>,
    #[serde(skip)]
    pub cluster: Option<Id>,
}

impl Event {
    fn key(&self) -> (Topic, Id) {
        (self.topic, self.id)
    }
}

/// A place in the line of events, such as `19a2f-17`: of this run of the server, behind its 17th event. The default is of no run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EventId {
    run: u64,
    number: u64,
}

impl EventId {
    /// Counts up within a run.
    pub fn number(self) -> u64 {
        self.number
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{}", self.run, self.number)
    }
}

impl FromStr for EventId {
    type Err = ();

    fn from_str(text: &str) -> Result<EventId, ()> {
        let (run, number) = text.split_once('-').ok_or(())?;
        let run = u64::from_str_radix(run, 16).map_err(|_| ())?;
        Ok(EventId { run, number: number.parse().map_err(|_| ())? })
    }
}

/// How many events are held for those who are behind.
const HELD: usize = 8192;

#[derive(Debug, Clone)]
pub struct Events(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    run: u64,
    line: Mutex<Line>,
    /// Number of the last event
    last: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Line {
    /// Number of the first one held, from 1
    first: u64,
    held: VecDeque<Event>,
    /// Number of the newest event of each thing that one is held of
    newest: HashMap<(Topic, Id), u64>,
}

impl Default for Events {
    fn default() -> Events {
        // Another run counts anew; the clock tells them apart.
        let run = crate::now().unsigned_abs();
        let line = Mutex::new(Line { first: 1, ..Line::default() });
        Events(Arc::new(Inner { run, line, last: watch::channel(0).0 }))
    }
}

impl Events {
    /// To be called after the change was committed.
    pub fn tell(&self, topic: Topic, id: Id, project_id: Option<Id>) {
        self.add(Event { topic, id, project_id, owner: None, cluster: None });
    }

    pub(crate) fn tell_job(&self, job: &Job) {
        self.add(Event {
            topic: Topic::Job,
            id: job.id,
            project_id: job.project_id,
            owner: job.owner,
            cluster: job.virtual_cluster_id,
        });
    }

    fn add(&self, event: Event) {
        let mut line = self.line();
        if line.held.len() == HELD {
            let number = line.first;
            if let Some(old) = line.held.pop_front()
                && line.newest.get(&old.key()) == Some(&number)
            {
                line.newest.remove(&old.key());
            }
            line.first += 1;
        }
        line.held.push_back(event);
        let number = line.first + line.held.len() as u64 - 1;
        line.newest.insert(event.key(), number);
        drop(line);
        self.0.last.send_modify(|last| *last = number.max(*last));
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.0.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.0.last.receiver_count()
    }

    /// Where the line ends now.
    pub fn at(&self) -> EventId {
        EventId { run: self.0.run, number: *self.0.last.borrow() }
    }

    /// Hears what comes from now on.
    pub fn listen(&self) -> Listener {
        let heard = *self.0.last.borrow();
        Listener { events: self.clone(), last: self.0.last.subscribe(), heard, missed: false }
    }

    /// Hears what came after this place; where that is not known any more, the first thing heard is that some were missed.
    pub fn listen_after(&self, id: EventId) -> Listener {
        let mut listener = self.listen();
        match id.run == self.0.run && id.number <= listener.heard {
            true => listener.heard = id.number,
            false => listener.missed = true,
        }
        listener
    }
}

/// What a listener hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    Event(Event),
    /// It was too far behind: what it shows it has to read again.
    Missed,
}

#[derive(Debug)]
pub struct Listener {
    events: Events,
    last: watch::Receiver<u64>,
    /// Number of the last event that was taken or passed over
    heard: u64,
    missed: bool,
}

impl Listener {
    /// Where it is.
    pub fn at(&self) -> EventId {
        EventId { run: self.events.0.run, number: self.heard }
    }

    /// Waits for the next one. One that a later event of the same thing follows is passed over: both say to read it again.
    pub async fn recv(&mut self) -> Heard {
        loop {
            if let Some(heard) = self.ready() {
                return heard;
            }
            // The sender lives as long as `events`, which is held here.
            let _ = self.last.changed().await;
        }
    }

    /// The next one if there is one already.
    pub fn ready(&mut self) -> Option<Heard> {
        if std::mem::take(&mut self.missed) {
            return Some(Heard::Missed);
        }
        self.last.mark_unchanged();
        let line = self.events.line();
        if self.heard + 1 < line.first {
            self.heard = line.first - 1 + line.held.len() as u64;
            return Some(Heard::Missed);
        }
        loop {
            let at = usize::try_from(self.heard + 1 - line.first).ok()?;
            let event = *line.held.get(at)?;
            self.heard += 1;
            if line.newest.get(&event.key()) == Some(&self.heard) {
                return Some(Heard::Event(event));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(listener: &mut Listener) -> Vec<Heard> {
        std::iter::from_fn(|| listener.ready()).collect()
    }

    fn ids(all: &[Heard]) -> Vec<Id> {
        let id = |h: &Heard| match h {
            Heard::Event(event) => Some(event.id),
            Heard::Missed => None,
        };
        all.iter().filter_map(id).collect()
    }

    #[test]
    fn a_listener_goes_on_where_it_was() {
        let events = Events::default();
        let mut first = events.listen();
        let (a, b, c) = (Id::new(), Id::new(), Id::new());
        events.tell(Topic::Model, a, None);
        assert_eq!(ids(&heard(&mut first)), [a]);
        let place: EventId = first.at().to_string().parse().unwrap();
        drop(first);
        events.tell(Topic::Model, b, None);
        events.tell(Topic::Record, c, None);
        assert_eq!(ids(&heard(&mut events.listen_after(place))), [b, c]);
        assert!(heard(&mut events.listen()).is_empty());
    }

    #[test]
    fn of_one_thing_the_newest_is_enough() {
        let events = Events::default();
        let mut listener = events.listen();
        let (a, b) = (Id::new(), Id::new());
        for id in [a, b, a, a, b] {
            events.tell(Topic::Job, id, None);
        }
        assert_eq!(ids(&heard(&mut listener)), [a, b]);
        // Another kind of thing with the same id is another thing.
        events.tell(Topic::Job, a, None);
        events.tell(Topic::Service, a, None);
        assert_eq!(ids(&heard(&mut listener)), [a, a]);
    }

    #[test]
    fn whoever_is_too_far_behind_is_told_once_and_nothing_grows() {
        let events = Events::default();
        let mut slow = events.listen();
        let old = slow.at();
        for _ in 0..3 * HELD {
            events.tell(Topic::Record, Id::new(), None);
        }
        assert_eq!(heard(&mut slow), [Heard::Missed]);
        let last = Id::new();
        events.tell(Topic::Record, last, None);
        assert_eq!(ids(&heard(&mut slow)), [last]);
        let mut again = events.listen_after(old);
        assert_eq!(again.ready(), Some(Heard::Missed));
        let line = events.line();
        assert_eq!((line.held.len(), line.newest.len()), (HELD, HELD));
    }

    #[test]
    fn a_place_of_another_run_or_none_is_told_as_missed() {
        let events = Events::default();
        let other = EventId { run: events.0.run + 1, number: 0 };
        let ahead = EventId { run: events.0.run, number: 5 };
        for id in [other, ahead] {
            assert_eq!(heard(&mut events.listen_after(id)), [Heard::Missed]);
        }
        for text in ["", "5", "x-1", "1-x", "-"] {
            assert!(text.parse::<EventId>().is_err(), "{text}");
        }
    }

    #[tokio::test]
    async fn a_listener_waits_until_something_comes() {
        let events = Events::default();
        let mut listener = events.listen();
        let teller = events.clone();
        let id = Id::new();
        let told = tokio::spawn(async move {
            tokio::task::yield_now().await;
            teller.tell(Topic::Import, id, None);
        });
        let heard = listener.recv().await;
        assert_eq!(ids(&[heard]), [id]);
        told.await.unwrap();
    }
}
