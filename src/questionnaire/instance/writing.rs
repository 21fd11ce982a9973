//! How an instance changes: other answers, and what is relevant.

use super::{Content, Instance, NodeId};
use crate::questionnaire::{answer::Answer, schema::SlotId};

impl Instance {
    /// Gives `node` another answer; says whether that is new.
    pub fn set_answer(&mut self, node: NodeId, answer: Option<Answer>) -> bool {
        let Some(this) = self.nodes.get_mut(node.index()) else { return false };
        if this.answer == answer {
            return false;
        }
        this.content = answer.as_ref().map(Content::of).unwrap_or_default();
        this.answer = answer;
        true
    }

    /// Keeps the answer that stands where a calculation is about to write, once.
    pub(in crate::questionnaire) fn keep_given(&mut self, node: NodeId) {
        if let Some(answer) = self.answer(node).cloned() {
            self.given.entry(node).or_insert(answer);
        }
    }

    /// Replaces what stood at `node` before its calculation.
    pub(in crate::questionnaire) fn set_given(&mut self, node: NodeId, answer: Option<Answer>) {
        match answer {
            Some(answer) => self.given.insert(node, answer),
            None => self.given.remove(&node),
        };
    }

    /// What stood at `node` before its calculation.
    pub(in crate::questionnaire) fn given(&self, node: NodeId) -> Option<&Answer> {
        self.given.get(&node)
    }

    /// Says whether `node` itself is relevant; what stands inside follows.
    pub fn set_relevant(&mut self, node: NodeId, relevant: bool) {
        self.turn(node, relevant, &mut Vec::new());
    }

    /// Says whether `node` itself is relevant; what stands inside follows. Appends every node that became relevant or
    /// ceased to be, all around it counted.
    pub(in crate::questionnaire) fn turn(&mut self, node: NodeId, relevant: bool, turned: &mut Vec<NodeId>) {
        let around = self.get(node).parent.is_none_or(|parent| self.get(parent).live);
        let first = turned.len();
        let Some(this) = self.nodes.get_mut(node.index()) else { return };
        this.relevant = relevant;
        if this.live == (around && relevant) {
            return;
        }
        this.live = around && relevant;
        turned.push(node);
        let mut next = first;
        while let Some(turning) = turned.get(next).copied() {
            next += 1;
            let live = self.get(turning).live;
            for index in 0..self.get(turning).children.len() {
                let child = self.get(turning).children.get(index).copied();
                let Some(child) = child else { break };
                let Some(this) = self.nodes.get_mut(child.index()) else { continue };
                if this.live != (live && this.relevant) {
                    this.live = live && this.relevant;
                    turned.push(child);
                }
            }
        }
    }

    /// Says whether a repeat is relevant within `around`, the entry or group that it stands in; gives whether that is
    /// new.
    pub(in crate::questionnaire) fn set_repeat_relevant(
        &mut self,
        around: NodeId,
        repeat: SlotId,
        relevant: bool,
    ) -> bool {
        if relevant { self.closed.remove(&(around, repeat)) } else { self.closed.insert((around, repeat)) }
    }
}
