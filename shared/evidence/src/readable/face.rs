//! The fonts, and how wide a text is in them. There is no shaping: the scripts that the fonts have are written letter by
//! letter, and a shaper would weigh more than all the rest of the PDF.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider as _,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};

/// What is drawn for a character that the font does not have.
pub(super) const REPLACEMENT: char = '\u{fffd}';

static REGULAR: &[u8] = include_bytes!("../../fonts/NotoSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/NotoSans-Bold.ttf");
static MONO: &[u8] = include_bytes!("../../fonts/NotoSansMono-Regular.ttf");

/// A kind of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// The firm's name on top.
    Firm,
    /// The title of the page.
    Title,
    /// The title of the document.
    Subtitle,
    /// A heading.
    Heading,
    /// A sentence.
    Body,
    /// What a fact is called, or a column.
    Label,
    /// A fact.
    Value,
    /// The fact that matters most in its row.
    Strong,
    /// What belongs to a fact.
    Small,
    /// A hash.
    Mono,
}

/// A colour as red, green and blue.
pub(super) type Ink = [u8; 3];

/// The colours are the portal's own.
pub(super) const ACCENT: Ink = [0x1b, 0x4b, 0x7a];
pub(super) const INK: Ink = [0x18, 0x21, 0x2c];
pub(super) const SOFT: Ink = [0x4f, 0x5b, 0x69];
pub(super) const LINE: Ink = [0xdc, 0xe1, 0xe7];

impl Style {
    /// The size in points.
    pub(super) fn size(self) -> f32 {
        match self {
            Self::Title => 25.0,
            Self::Subtitle => 14.0,
            Self::Heading => 12.0,
            Self::Firm => 10.0,
            Self::Body | Self::Value | Self::Strong => 9.5,
            Self::Label => 9.0,
            Self::Small => 8.0,
            Self::Mono => 8.0,
        }
    }

    /// From one line to the next, in points.
    pub(super) fn leading(self) -> f32 {
        let factor = match self {
            Self::Title => 1.25,
            Self::Subtitle | Self::Heading => 1.35,
            Self::Body => 1.5,
            _ => 1.42,
        };
        self.size() * factor
    }

    pub(super) fn ink(self) -> Ink {
        match self {
            Self::Firm | Self::Heading => ACCENT,
            Self::Label | Self::Small => SOFT,
            _ => INK,
        }
    }
}

/// One font.
pub(super) struct Face {
    pub(super) font: Font,
    letters: Charmap<'static>,
    widths: GlyphMetrics<'static>,
}

impl Face {
    fn load(bytes: &'static [u8]) -> Option<Self> {
        let read = FontRef::new(bytes).ok()?;
        let widths = read.glyph_metrics(Size::new(1.0), LocationRef::default());
        Some(Self { font: Font::new(bytes.into(), 0)?, letters: read.charmap(), widths })
    }

    pub(super) fn has(&self, letter: char) -> bool {
        self.letters.map(letter).is_some()
    }

    fn advance(&self, letter: char) -> f32 {
        self.letters.map(letter).and_then(|glyph| self.widths.advance_width(glyph)).unwrap_or_default()
    }

    /// The width of a text at size 1.
    pub(super) fn width(&self, text: &str) -> f32 {
        text.chars().map(|letter| self.advance(letter)).sum()
    }

    /// The glyphs of a text whose characters the font has.
    pub(super) fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        text.char_indices()
            .map(|(at, letter)| {
                let glyph = self.letters.map(letter).unwrap_or_default();
                let place = at..at + letter.len_utf8();
                KrillaGlyph::new(GlyphId::new(glyph.to_u32()), self.advance(letter), 0.0, 0.0, 0.0, place, None)
            })
            .collect()
    }
}

/// The three fonts.
pub(super) struct Faces {
    regular: Face,
    bold: Face,
    mono: Face,
}

impl Faces {
    pub(super) fn load() -> Option<Self> {
        Some(Self { regular: Face::load(REGULAR)?, bold: Face::load(BOLD)?, mono: Face::load(MONO)? })
    }

    pub(super) fn of(&self, style: Style) -> &Face {
        match style {
            Style::Mono => &self.mono,
            Style::Title | Style::Heading | Style::Strong | Style::Firm => &self.bold,
            _ => &self.regular,
        }
    }
}
