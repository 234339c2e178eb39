//! Mails about a document: to the clients who have to approve it, and to the staff who look after it.
//!
//! What they carry names the task and no more: the kind of document, its period, whose it is and until when. Whose it is
//! stands in the body only: who approves for several organisations could not tell two VAT returns of the same quarter
//! apart otherwise, while a subject is read on locked screens and kept in the logs of mail servers. No title, amount,
//! reason or question is in them, and no name of a person; those are read in the portal.

use akkoord_domain::{
    Date,
    delivery::Channel,
    facts::{Kind, Period, VersionNumber},
    id::{DocumentId, OrganisationId},
    login::DisplayName,
};

/// A mail about a document.
#[derive(Clone)]
pub struct DocumentMail {
    /// What kind of document it is.
    pub kind: Kind,
    /// For which period.
    pub period: Period,
    /// The organisation that it belongs to.
    pub organisation: DisplayName,
    /// What there is to say.
    pub news: News,
    /// Where it is in the portal. It holds no secret: who follows it signs in first.
    pub link: String,
    /// Where its reader chooses whether such mails come.
    pub choice: Option<String>,
}

/// What there is to say about a document, and to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// To a member of the organisation.
    Client(ToClient),
    /// To a member of the firm's staff.
    Staff(ToStaff),
}

/// What clients are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToClient {
    /// Your approval is asked for.
    ApprovalWanted {
        /// Until when.
        deadline: Date,
    },
    /// A corrected version took the place of one that you were asked to approve, or did.
    Corrected {
        /// Until when.
        deadline: Date,
        /// Whether your approval lapsed by it.
        lapsed: bool,
    },
    /// Your approval is still waited for.
    Reminder {
        /// Until when.
        deadline: Date,
        /// Days from today to the deadline.
        days: u32,
    },
    /// The firm took back what you were asked to approve.
    Withdrawn,
    /// Somebody else did not agree with what you approved.
    Declined,
    /// Your question was answered.
    Answered,
}

/// What staff are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToStaff {
    /// The client did not agree.
    Declined,
    /// Everybody approved.
    Approved,
    /// The client asked a question.
    Asked,
    /// The client added to a question.
    Replied,
    /// It could not be delivered.
    NotDelivered(Channel),
    /// Nobody can say whether it was delivered.
    Uncertain(Channel),
    /// The other side refused it.
    Refused(Channel),
}

impl ToClient {
    /// The same of this version: asking for approval of a later one than the first is telling of a correction.
    #[must_use]
    pub fn of(self, version: VersionNumber, lapsed: bool) -> Self {
        match self {
            Self::ApprovalWanted { deadline } if version > 1 => Self::Corrected { deadline, lapsed },
            same => same,
        }
    }
}

impl News {
    /// The page about the document, for whom this is.
    #[must_use]
    pub fn link(self, origin: &str, organisation: OrganisationId, document: DocumentId) -> String {
        let page = match self {
            Self::Client(_) => "approvals",
            Self::Staff(_) => "office/documents",
        };
        format!("{origin}/{page}/{organisation}/{document}")
    }

    /// The page where clients choose about what they get mails. Staff are told what they have to do.
    #[must_use]
    pub fn choice(self, origin: &str) -> Option<String> {
        matches!(self, Self::Client(_)).then(|| format!("{origin}/account#mails"))
    }
}

#[cfg(test)]
mod tests {
    use akkoord_domain::{Timestamp, language::Language};

    use super::*;
    use crate::mail::{Mail, Rendered};

    fn deadline() -> Date {
        "2026-12-01".parse().unwrap()
    }

    fn all() -> Vec<News> {
        let deadline = deadline();
        let mut to_client = vec![ToClient::ApprovalWanted { deadline }];
        to_client.extend([true, false].map(|lapsed| ToClient::Corrected { deadline, lapsed }));
        to_client.extend([7, 1, 0].map(|days| ToClient::Reminder { deadline, days }));
        to_client.extend([ToClient::Withdrawn, ToClient::Declined, ToClient::Answered]);
        let mut to_staff = vec![ToStaff::Declined, ToStaff::Approved, ToStaff::Asked, ToStaff::Replied];
        for channel in [Channel::Archive, Channel::Recipient] {
            to_staff.extend([ToStaff::NotDelivered, ToStaff::Uncertain, ToStaff::Refused].map(|news| news(channel)));
        }
        to_client.into_iter().map(News::Client).chain(to_staff.into_iter().map(News::Staff)).collect()
    }

    fn link(news: News) -> String {
        let organisation = OrganisationId::new(Timestamp::UNIX_EPOCH, 1);
        news.link("https://portaal.example", organisation, DocumentId::new(Timestamp::UNIX_EPOCH, 2))
    }

    fn mail(news: News, organisation: &str) -> Mail {
        Mail::Document(DocumentMail {
            kind: Kind::AnnualAccountsKvk,
            period: "2025".parse().unwrap(),
            organisation: organisation.parse().unwrap(),
            news,
            link: link(news),
            choice: news.choice("https://portaal.example"),
        })
    }

    fn rendered(news: News, language: Language) -> Rendered {
        mail(news, "Bakkerij Bos").render(language, &"Voorbeeld Accountants".parse().unwrap())
    }

    fn subjects(language: Language) -> Vec<String> {
        all().into_iter().map(|news| rendered(news, language).subject).collect()
    }

    #[test]
    fn every_mail_has_its_subject_in_dutch() {
        assert_eq!(
            subjects(Language::Dutch),
            [
                "Uw akkoord gevraagd: jaarrekening 2025",
                "Gecorrigeerde versie: jaarrekening 2025",
                "Gecorrigeerde versie: jaarrekening 2025",
                "Herinnering: jaarrekening 2025, nog 7 dagen",
                "Herinnering: jaarrekening 2025, uiterlijk morgen",
                "Herinnering: jaarrekening 2025, uiterlijk vandaag",
                "Ingetrokken: jaarrekening 2025",
                "Niet akkoord: jaarrekening 2025",
                "Antwoord op uw vraag over jaarrekening 2025",
                "Niet akkoord: jaarrekening 2025",
                "Akkoord: jaarrekening 2025",
                "Vraag over jaarrekening 2025",
                "Reactie over jaarrekening 2025",
                "Niet verzonden: jaarrekening 2025",
                "Onzeker of verzonden: jaarrekening 2025",
                "Geweigerd: jaarrekening 2025",
                "Niet verzonden: jaarrekening 2025",
                "Onzeker of verzonden: jaarrekening 2025",
                "Geweigerd: jaarrekening 2025",
            ]
        );
    }

    #[test]
    fn every_mail_has_its_subject_in_english() {
        assert_eq!(
            subjects(Language::English),
            [
                "Your approval is needed: annual accounts 2025",
                "Corrected version: annual accounts 2025",
                "Corrected version: annual accounts 2025",
                "Reminder: annual accounts 2025, 7 days left",
                "Reminder: annual accounts 2025, due tomorrow",
                "Reminder: annual accounts 2025, due today",
                "Withdrawn: annual accounts 2025",
                "Not approved: annual accounts 2025",
                "Answer to your question about annual accounts 2025",
                "Not approved: annual accounts 2025",
                "Approved: annual accounts 2025",
                "Question about annual accounts 2025",
                "Reply about annual accounts 2025",
                "Not sent: annual accounts 2025",
                "Not known whether sent: annual accounts 2025",
                "Refused: annual accounts 2025",
                "Not sent: annual accounts 2025",
                "Not known whether sent: annual accounts 2025",
                "Refused: annual accounts 2025",
            ]
        );
    }

    #[test]
    fn a_mail_says_what_is_asked_until_when_and_where() {
        let news = News::Client(ToClient::ApprovalWanted { deadline: deadline() });
        assert_eq!(
            rendered(news, Language::Dutch).text,
            format!(
                "Voorbeeld Accountants vraagt uw akkoord op een document van Bakkerij Bos: jaarrekening 2025.\n\n\
                 Graag uiterlijk dinsdag 1 december 2026.\n\n\
                 Document bekijken:\n{}\n\n\
                 Twijfelt u aan deze e-mail? Ga dan zelf naar het portaal: het document staat daar ook.\n\n\
                 Wilt u deze e-mails niet? Zet ze in het portaal uit, onder Mijn gegevens bij E-mails:\n\
                 https://portaal.example/account#mails\n",
                link(news)
            )
        );
        assert_eq!(
            rendered(news, Language::English).text,
            format!(
                "Voorbeeld Accountants asks for your approval of a document of Bakkerij Bos: annual accounts 2025.\n\n\
                 Please approve it by Tuesday 1 December 2026.\n\n\
                 View the document:\n{}\n\n\
                 Do you doubt this e-mail? Go to the portal yourself: the document is there as well.\n\n\
                 Would you rather not get these e-mails? Switch them off in the portal, in My details under E-mails:\n\
                 https://portaal.example/account#mails\n",
                link(news)
            )
        );
    }

    #[test]
    fn a_reminder_counts_the_days() {
        let said = |days, language| {
            let news = News::Client(ToClient::Reminder { deadline: deadline(), days });
            rendered(news, language).text
        };
        for (days, dutch, english) in
            [(7, "over 7 dagen", "in 7 days"), (1, "morgen", "tomorrow"), (0, "vandaag", "today")]
        {
            let text = said(days, Language::Dutch);
            assert!(text.contains(&format!("De uiterste datum is dinsdag 1 december 2026: {dutch}.")), "{text}");
            let text = said(days, Language::English);
            assert!(text.contains(&format!("It is due on Tuesday 1 December 2026: {english}.")), "{text}");
        }
    }

    #[test]
    fn the_organisation_is_named_in_the_body_and_never_in_the_subject() {
        for language in [Language::Dutch, Language::English] {
            for news in all() {
                let mail = rendered(news, language);
                assert!(mail.text.contains("Bakkerij Bos"), "{news:?}");
                assert!(!mail.subject.contains("Bakkerij Bos"), "{news:?}");
            }
        }
    }

    #[test]
    fn each_has_one_button_that_leads_where_its_reader_may_go_and_clients_may_switch_it_off() {
        for language in [Language::Dutch, Language::English] {
            for news in all() {
                let mail = rendered(news, language);
                let link = link(news);
                assert_eq!(link.contains("/office/"), matches!(news, News::Staff(_)));
                let links = if matches!(news, News::Client(_)) { 2 } else { 1 };
                assert_eq!(mail.html.matches("<a href=").count(), links, "{news:?}");
                let choice = "https://portaal.example/account#mails";
                assert_eq!(mail.text.ends_with(&format!("\n{choice}\n")), links == 2, "{news:?}");
                assert_eq!(mail.html.contains(&format!("<a href=\"{choice}\"")), links == 2, "{news:?}");
                assert!(mail.html.contains(&format!("<a href=\"{link}\"")), "{news:?}");
                assert_eq!(mail.text.matches(&format!("\n{link}\n")).count(), 1, "{news:?}");
                assert_eq!(mail.text.matches("https://").count(), links, "{news:?}");
            }
        }
        assert_eq!(
            link(News::Client(ToClient::Withdrawn)),
            "https://portaal.example/approvals/org_00000000000000000000000001/doc_00000000000000000000000002"
        );
        assert_eq!(
            link(News::Staff(ToStaff::Asked)),
            "https://portaal.example/office/documents/org_00000000000000000000000001/doc_00000000000000000000000002"
        );
    }

    #[test]
    fn only_clients_are_told_what_to_do_when_in_doubt() {
        for news in all() {
            let is_client = matches!(news, News::Client(_));
            assert_eq!(rendered(news, Language::Dutch).text.contains("Twijfelt u"), is_client, "{news:?}");
            assert_eq!(rendered(news, Language::English).text.contains("Do you doubt"), is_client, "{news:?}");
        }
    }

    #[test]
    fn plain_text_and_html_say_the_same_and_no_name_becomes_markup() {
        let firm: DisplayName = "A & B".parse().unwrap();
        for news in all() {
            let mail = mail(news, "<b>Bos</b>\u{2028}x").render(Language::Dutch, &firm);
            assert!(mail.html.contains("&lt;b&gt;Bos&lt;/b&gt;") && !mail.html.contains("<b>"), "{news:?}");
            assert!(!mail.text.contains('\u{2028}'));
            for paragraph in rendered(news, Language::English).text.split("\n\n") {
                let last_line = paragraph.trim_end().rsplit('\n').next().unwrap();
                assert!(rendered(news, Language::English).html.contains(last_line), "{news:?}: {last_line}");
            }
        }
    }
}
