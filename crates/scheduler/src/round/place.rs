//! Nodes for a job: all it needs or none.

use super::{Asker, Round};
use crate::state::Scheduler;
use crate::why::Reason;
use fovea_domain::device::Cards;

impl Scheduler {
    /// Nodes with nothing kept on them first; of the others what is not kept, or what is free until it is needed.
    pub(super) fn place(&mut self, round: &Round, asker: &Asker) -> Result<Vec<(u32, Cards)>, Reason> {
        let shape = self.shapes[asker.key.shape as usize];
        if let Some((from, reason)) = shape.fails_from
            && asker.end >= from
        {
            return Err(reason);
        }
        let wanted = shape.nodes as usize;
        let kind = &self.kinds[usize::from(asker.kind)];
        let mut found = Vec::with_capacity(wanted.min(self.nodes.len()));
        if wanted <= self.nodes.len() && kind.free >= shape.need {
            kind.index.find(&self.nodes, &shape.ask, wanted, &mut found);
        }
        let kept = &round.kinds[usize::from(asker.kind)].kept;
        if found.len() < wanted && kind.free >= shape.need {
            for &node in kept {
                let open = self.nodes[node as usize].open_to(asker.kind, asker.end);
                found.extend(shape.ask.fits(open).map(|cards| (node, cards)));
                if found.len() == wanted {
                    break;
                }
            }
        }
        if found.len() == wanted && wanted > 0 {
            return Ok(found);
        }
        let reason = match round.kinds[usize::from(asker.kind)].reserved_for {
            Some(for_job) if !kept.is_empty() && kind.free >= shape.need => Reason::Kept { for_job },
            _ if kind.free < shape.need => Reason::Devices { free: kind.free, need: shape.need },
            _ => Reason::Scattered { free: kind.free, need: shape.need },
        };
        self.shapes[asker.key.shape as usize].fails_from = Some((asker.end, reason));
        Err(reason)
    }
}
