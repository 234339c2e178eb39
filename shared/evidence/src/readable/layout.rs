//! From texts to lines on pages, with the tree that tells what each line is. All sizes are in points (1/72 inch), from
//! the upper left corner of an A4 page.

use super::face::{ACCENT, Face, Faces, Ink, LINE, REPLACEMENT, Style};

/// The page: A4.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
/// The left margin; the right one is as wide.
pub(super) const LEFT: f32 = 62.0;
/// The width of the text.
pub(super) const WIDTH: f32 = 595.28 - 2.0 * LEFT;
const TOP: f32 = 60.0;
const BOTTOM: f32 = PAGE.1 - 78.0;
/// The width of the names of facts.
pub(super) const LABELS: f32 = 0.27 * WIDTH;
const ROW_SPACE: f32 = 4.2;
const COLUMN_SPACE: f32 = 10.0;

/// What stands in one cell of a table: paragraphs below each other.
pub(super) type Cell = Vec<(Style, String)>;

/// Something on a page.
#[derive(Debug)]
pub(super) enum Mark {
    /// A line of text. Without a leaf it only repeats what stands elsewhere.
    Text { leaf: Option<usize>, left: f32, baseline: f32, style: Style, text: String },
    /// A hairline.
    Rule { left: f32, top: f32, width: f32, thickness: f32, ink: Ink },
}

/// What a part of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Heading,
    Paragraph,
    List,
    Item,
    Bullet,
    ItemBody,
    Table,
    Row,
    /// A cell that names its column.
    ColumnHead,
    /// A cell that names its row.
    RowHead,
    Cell,
}

/// The tree of the text.
#[derive(Debug)]
pub(super) enum Part {
    Group(Role, Vec<Part>),
    /// The lines with this number.
    Leaf(usize),
}

/// A heading for the outline.
#[derive(Debug)]
pub(super) struct Heading {
    pub(super) text: String,
    pub(super) page: usize,
    pub(super) top: f32,
}

/// The laid out text.
#[derive(Debug)]
pub(super) struct Pages {
    pub(super) pages: Vec<Vec<Mark>>,
    pub(super) tree: Vec<Part>,
    /// How many leaves the tree has.
    pub(super) leaves: usize,
    pub(super) headings: Vec<Heading>,
    /// The texts of titles and headings, in the order of the tree.
    pub(super) titles: Vec<String>,
}

/// Lays out from top to bottom.
pub(super) struct Layout<'a> {
    faces: &'a Faces,
    result: Pages,
    /// Where the next line begins.
    top: f32,
    replaced: bool,
}

impl<'a> Layout<'a> {
    pub(super) fn new(faces: &'a Faces) -> Self {
        let result =
            Pages { pages: vec![Vec::new()], tree: Vec::new(), leaves: 0, headings: Vec::new(), titles: Vec::new() };
        Self { faces, result, top: TOP, replaced: false }
    }

    pub(super) fn finish(self) -> Pages {
        self.result
    }

    /// Whether a character was not in the font.
    pub(super) fn has_replaced(&self) -> bool {
        self.replaced
    }

    pub(super) fn space(&mut self, height: f32) {
        self.top += height;
    }

    pub(super) fn title(&mut self, text: &str) {
        let leaf = self.lines(Style::Title, text, LEFT, WIDTH);
        self.remember(text);
        self.result.tree.push(Part::Group(Role::Title, vec![leaf]));
    }

    /// A heading with a line above it, never alone at the end of a page.
    pub(super) fn heading(&mut self, text: &str) {
        self.space(16.0);
        self.need(78.0);
        self.rule(LEFT, WIDTH, 0.9, ACCENT);
        self.space(7.0);
        self.remember(text);
        let leaf = self.lines(Style::Heading, text, LEFT, WIDTH);
        self.result.tree.push(Part::Group(Role::Heading, vec![leaf]));
        self.space(4.0);
    }

    pub(super) fn paragraph(&mut self, style: Style, text: &str) {
        let leaf = self.lines(style, text, LEFT, WIDTH);
        self.result.tree.push(Part::Group(Role::Paragraph, vec![leaf]));
    }

    pub(super) fn list(&mut self, items: &[&str]) {
        let mut parts = Vec::new();
        for item in items {
            self.need(2.0 * Style::Body.leading());
            let (page, top) = (self.result.pages.len(), self.top);
            let bullet = self.lines(Style::Body, "–", LEFT, WIDTH);
            debug_assert_eq!(page, self.result.pages.len(), "there was room for two lines");
            self.top = top;
            let body = self.lines(Style::Body, item, LEFT + 12.0, WIDTH - 12.0);
            let (bullet, body) = (Part::Group(Role::Bullet, vec![bullet]), Part::Group(Role::ItemBody, vec![body]));
            parts.push(Part::Group(Role::Item, vec![bullet, body]));
            self.space(3.0);
        }
        self.result.tree.push(Part::Group(Role::List, parts));
    }

    /// Facts with their names before them.
    pub(super) fn facts(&mut self, rows: &[[Cell; 2]]) {
        let columns = [LABELS, WIDTH - LABELS];
        let mut parts = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            if place > 0 {
                self.rule(LEFT, WIDTH, 0.5, LINE);
            }
            self.need(row_height(self.faces, &columns, row));
            parts.push(self.row(&columns, row, [Role::RowHead, Role::Cell], true));
        }
        self.result.tree.push(Part::Group(Role::Table, parts));
    }

    /// A table; what its columns are called is repeated on each page.
    pub(super) fn table<const N: usize>(&mut self, columns: &[f32; N], names: &[&str; N], rows: &[[Cell; N]]) {
        let header: [Cell; N] = names.map(|name| vec![(Style::Label, name.to_owned())]);
        let mut parts = vec![self.row(columns, &header, [Role::ColumnHead; N], true)];
        let roles: [Role; N] = std::array::from_fn(|column| if column == 0 { Role::RowHead } else { Role::Cell });
        for row in rows {
            self.rule(LEFT, WIDTH, 0.5, LINE);
            if self.need(row_height(self.faces, columns, row)) {
                self.row(columns, &header, [Role::ColumnHead; N], false);
                self.rule(LEFT, WIDTH, 0.5, LINE);
            }
            parts.push(self.row(columns, row, roles, true));
        }
        self.result.tree.push(Part::Group(Role::Table, parts));
    }

    /// One row, which the page has room for.
    fn row<const N: usize>(&mut self, columns: &[f32; N], cells: &[Cell; N], roles: [Role; N], told: bool) -> Part {
        let (top, height) = (self.top, row_height(self.faces, columns, cells));
        let mut left = LEFT;
        let mut parts = Vec::new();
        for ((width, cell), role) in columns.iter().zip(cells).zip(roles) {
            self.top = top + ROW_SPACE + first_line_shift(cell, cells);
            let mut paragraphs = Vec::new();
            for (style, text) in cell {
                if told {
                    paragraphs.push(self.lines(*style, text, left, width - COLUMN_SPACE));
                } else {
                    self.repeat(*style, text, left, width - COLUMN_SPACE);
                }
            }
            parts.push(Part::Group(role, paragraphs));
            left += width;
        }
        self.top = top + height;
        Part::Group(Role::Row, parts)
    }

    /// Begins a page if this height does not fit on this one.
    fn need(&mut self, height: f32) -> bool {
        let begins = self.top + height > BOTTOM;
        if begins {
            self.result.pages.push(Vec::new());
            self.top = TOP;
        }
        begins
    }

    fn remember(&mut self, text: &str) {
        let page = self.result.pages.len() - 1;
        self.result.headings.push(Heading { text: text.to_owned(), page, top: self.top });
        self.result.titles.push(text.to_owned());
    }

    fn lines(&mut self, style: Style, text: &str, left: f32, width: f32) -> Part {
        let leaf = self.result.leaves;
        self.result.leaves += 1;
        self.put(Some(leaf), style, text, left, width);
        Part::Leaf(leaf)
    }

    fn repeat(&mut self, style: Style, text: &str, left: f32, width: f32) {
        self.put(None, style, text, left, width);
    }

    fn put(&mut self, leaf: Option<usize>, style: Style, text: &str, left: f32, width: f32) {
        let face = self.faces.of(style);
        let text: String = text.chars().map(|letter| if face.has(letter) { letter } else { REPLACEMENT }).collect();
        self.replaced |= text.contains(REPLACEMENT);
        for line in wrapped(face, style.size(), &text, width) {
            self.need(style.leading());
            let baseline = self.top + style.size() * 1.07;
            self.mark(Mark::Text { leaf, left, baseline, style, text: line });
            self.top += style.leading();
        }
    }

    fn rule(&mut self, left: f32, width: f32, thickness: f32, ink: Ink) {
        let top = self.top;
        self.mark(Mark::Rule { left, top, width, thickness, ink });
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.result.pages.last_mut() {
            page.push(mark);
        }
    }
}

/// Cells of one row stand on one first baseline, whatever their first style is.
fn first_line_shift(cell: &Cell, row: &[Cell]) -> f32 {
    let size = |cell: &Cell| cell.first().map_or(0.0, |(style, _)| style.size());
    let largest = row.iter().map(size).fold(0.0, f32::max);
    (largest - size(cell)) * 1.07
}

fn row_height(faces: &Faces, columns: &[f32], cells: &[Cell]) -> f32 {
    let height = |(width, cell): (&f32, &Cell)| {
        let of_paragraph = |(style, text): &(Style, String)| {
            wrapped(faces.of(*style), style.size(), text, width - COLUMN_SPACE).len() as f32 * style.leading()
        };
        first_line_shift(cell, cells) + cell.iter().map(of_paragraph).sum::<f32>()
    };
    2.0 * ROW_SPACE + columns.iter().zip(cells).map(height).fold(0.0, f32::max)
}

/// The lines of a text. A word that is wider than a line is broken; all lines but the last end with a space, so that
/// whoever reads the letters only keeps the words apart.
fn wrapped(face: &Face, size: f32, text: &str, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let parts = |letter: char| letter.is_whitespace() && letter != '\u{a0}';
    for word in text.split(parts).filter(|word| !word.is_empty()) {
        let with_word = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if face.width(&with_word) * size <= width {
            line = with_word;
            continue;
        }
        if !line.is_empty() {
            lines.push(line + " ");
        }
        line = String::new();
        for letter in word.chars() {
            line.push(letter);
            if face.width(&line) * size > width && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(letter);
            }
        }
    }
    lines.push(line);
    lines
}
