use crate::Id;
use serde::Serialize;
use tokio::sync::broadcast;

/// What kind of thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Project,
    Import,
    Picture,
    Version,
    Job,
    Model,
    Service,
    Record,
}

/// Something was changed and kept. Says which thing, not how: whoever shows it reads it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Event {
    #[serde(rename = "type")]
    pub topic: Topic,
    pub id: Id,
    pub project_id: Option<Id>,
}

/// How many events a slow listener may be behind before it misses some (and is told so).
const HELD: usize = 1024;

#[derive(Debug, Clone)]
pub struct Events(broadcast::Sender<Event>);

impl Default for Events {
    fn default() -> Events {
        Events(broadcast::channel(HELD).0)
    }
}

impl Events {
    /// To be called after the change was committed.
    pub fn tell(&self, topic: Topic, id: Id, project_id: Option<Id>) {
        // Nobody listening is no fault.
        let _ = self.0.send(Event { topic, id, project_id });
    }

    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }
}
