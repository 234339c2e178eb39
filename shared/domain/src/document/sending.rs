//! What follows approval: the evidence, and the deliveries.

use jiff::civil::Date;

use super::{Document, Proof, Refusal, Status};
use crate::{
    Timestamp,
    delivery::{self, Channel, Delivery, State},
    facts::Recipient,
    history::Event,
    text::Line,
};

impl Document {
    /// Notes the evidence and begins the deliveries: to the archive if there is one, and to the recipient, which waits
    /// for the firm as long as no channel leads there.
    ///
    /// # Errors
    /// [`Refusal::NotDeliverable`] when it is not approved or proved already.
    pub fn prove(&mut self, proof: Proof, has_archive: bool, now: Timestamp) -> Result<Event, Refusal> {
        if self.status != Status::Approved || self.proof.is_some() {
            return Err(Refusal::NotDeliverable);
        }
        let event = Event::Proved { pack: proof.sha256.clone() };
        self.proof = Some(proof);
        if has_archive {
            self.deliveries.push(Delivery::new(Channel::Archive, State::Queued, now));
        }
        if self.recipient != Recipient::None {
            self.deliveries.push(Delivery::new(Channel::Recipient, State::Waiting, now));
            self.status = Status::Queued;
        }
        Ok(event)
    }

    /// Whether it was approved long ago and still has no evidence.
    #[must_use]
    pub fn lacks_evidence(&self, now: Timestamp) -> bool {
        let approved = self.given.last().filter(|_| self.status.is_approved() && self.proof.is_none());
        approved.is_some_and(|given| now.duration_since(given.at) >= delivery::LATE)
    }

    /// Since when the portal has something to do for it by itself: its evidence, or a delivery. `None` when all of that is
    /// settled.
    #[must_use]
    pub fn unsettled_since(&self) -> Option<Timestamp> {
        if !self.status.is_approved() {
            None
        } else if self.proof.is_none() {
            self.given.last().map(|given| given.at)
        } else {
            self.deliveries.iter().filter(|delivery| delivery.is_due()).map(|delivery| delivery.at).min()
        }
    }

    /// The delivery through this channel.
    #[must_use]
    pub fn delivery(&self, channel: Channel) -> Option<&Delivery> {
        self.deliveries.iter().find(|delivery| delivery.channel == channel)
    }

    /// Gives a delivery another state; the recipient's is also the document's.
    ///
    /// # Errors
    /// [`Refusal::NotDeliverable`] when that state cannot follow.
    pub fn deliver(&mut self, next: Delivery) -> Result<Event, Refusal> {
        let known = self.deliveries.iter_mut().find(|delivery| delivery.channel == next.channel);
        let delivery = known.filter(|known| known.state.may_become(next.state)).ok_or(Refusal::NotDeliverable)?;
        let detail = next.receipt.clone().or_else(|| next.reason.clone());
        let event = Event::Delivery { channel: next.channel, state: next.state, detail };
        if next.channel == Channel::Recipient {
            self.status = match next.state {
                State::Sent => Status::Sent,
                State::Accepted => Status::Accepted,
                State::Refused => Status::Refused,
                State::Waiting | State::Queued | State::Unknown | State::Failed => Status::Queued,
            };
        }
        *delivery = next;
        Ok(event)
    }

    /// Notes that the firm sent it to its recipient by other means, on this Dutch day; `remark` is the recipient's receipt,
    /// or what else there is to say.
    ///
    /// # Errors
    /// [`Refusal::NotDeliverable`] when there is no recipient, or the portal is at it, or it has it already.
    pub fn sent_by_firm(&mut self, on: Date, remark: Option<Line<200>>, now: Timestamp) -> Result<Event, Refusal> {
        let before = self.delivery(Channel::Recipient).filter(|delivery| delivery.may_send_by_firm());
        let before = before.ok_or(Refusal::NotDeliverable)?;
        let next = Delivery {
            attempts: before.attempts,
            receipt: remark.clone(),
            by_firm: Some(on),
            ..Delivery::new(Channel::Recipient, State::Sent, now)
        };
        self.deliver(next)?;
        Ok(Event::SentByFirm { on, remark })
    }
}
