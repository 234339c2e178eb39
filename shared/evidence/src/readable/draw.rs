//! From lines on pages to a PDF that says what each line is.

use akkoord_domain::Timestamp;
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag, TagGroup,
        TagKind, TagTree,
    },
};

use super::{
    face::{Faces, Ink, LINE, Style},
    layout::{LEFT, Mark, PAGE, Pages, Part, Role, WIDTH},
};

/// What stands around the text.
pub(super) struct Sheet<'a> {
    pub(super) title: String,
    pub(super) author: &'a str,
    /// Tells this PDF from others.
    pub(super) id: String,
    pub(super) language: &'static str,
    pub(super) made_at: Timestamp,
    pub(super) footer: String,
    /// "page 1 of 2".
    pub(super) page: fn(usize, usize) -> String,
}

/// Writes the PDF, and has it checked against both standards.
pub(super) fn draw(pages: Pages, faces: &Faces, sheet: &Sheet<'_>) -> Result<Vec<u8>, String> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| format!("{error:?}"))?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut leaves: Vec<Vec<Identifier>> = vec![Vec::new(); pages.leaves];
    let count = pages.pages.len();
    for (number, marks) in pages.pages.iter().enumerate() {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or("the page has no size")?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for mark in marks {
            draw_mark(&mut surface, faces, mark, &mut leaves);
        }
        footer(&mut surface, faces, sheet, number + 1, count);
        surface.finish();
        page.finish();
    }
    let mut outline = Outline::new();
    for heading in &pages.headings {
        let place = XyzDestination::new(heading.page, Point::from_xy(LEFT, heading.top));
        outline.push_child(OutlineNode::new(heading.text.clone(), place));
    }
    document.set_outline(outline);
    let mut tree = TagTree::new().with_lang(Some(sheet.language.to_owned()));
    let mut titles = pages.titles.into_iter();
    for part in pages.tree {
        tree.push(node(part, &mut leaves, &mut titles));
    }
    document.set_tag_tree(tree);
    document.set_metadata(metadata(sheet));
    document.finish().map_err(|error| error.to_string())
}

fn metadata(sheet: &Sheet<'_>) -> Metadata {
    let made = sheet.made_at.to_string();
    let part = |from: usize, to: usize| made.get(from..to).and_then(|digits| digits.parse().ok()).unwrap_or_default();
    let year = made.get(..4).and_then(|digits| digits.parse().ok()).unwrap_or_default();
    let date = DateTime::new(year).month(part(5, 7)).day(part(8, 10)).hour(part(11, 13)).minute(part(14, 16));
    Metadata::new()
        .title(sheet.title.clone())
        .authors(vec![sheet.author.to_owned()])
        .creator("Akkoord".to_owned())
        .language(sheet.language.to_owned())
        .document_id(sheet.id.clone())
        .creation_date(date.second(part(17, 19)).utc_offset_hour(0).utc_offset_minute(0))
}

fn draw_mark(surface: &mut Surface<'_>, faces: &Faces, mark: &Mark, leaves: &mut [Vec<Identifier>]) {
    match mark {
        Mark::Text { leaf, left, baseline, style, text } => {
            let told = leaf.and_then(|leaf| leaves.get_mut(leaf));
            let tag = match &told {
                Some(_) => ContentTag::Span(SpanTag::empty()),
                None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
            };
            let identifier = surface.start_tagged(tag);
            write(surface, faces, *style, text, *left, *baseline);
            surface.end_tagged();
            if let Some(told) = told {
                told.push(identifier);
            }
        }
        Mark::Rule { left, top, width, thickness, ink } => rule(surface, *left, *top, *width, *thickness, *ink),
    }
}

fn write(surface: &mut Surface<'_>, faces: &Faces, style: Style, text: &str, left: f32, baseline: f32) {
    let face = faces.of(style);
    surface.set_fill(Some(fill(style.ink())));
    surface.draw_glyphs(
        Point::from_xy(left, baseline),
        &face.glyphs(text),
        face.font.clone(),
        text,
        style.size(),
        false,
    );
}

fn rule(surface: &mut Surface<'_>, left: f32, top: f32, width: f32, thickness: f32, ink: Ink) {
    let mut path = PathBuilder::new();
    let Some(rect) = Rect::from_xywh(left, top - thickness / 2.0, width, thickness) else { return };
    path.push_rect(rect);
    let Some(path) = path.finish() else { return };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    surface.set_fill(Some(fill(ink)));
    surface.draw_path(&path);
    surface.end_tagged();
}

fn footer(surface: &mut Surface<'_>, faces: &Faces, sheet: &Sheet<'_>, number: usize, count: usize) {
    let top = PAGE.1 - 56.0;
    rule(surface, LEFT, top, WIDTH, 0.5, LINE);
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    let (style, baseline) = (Style::Small, top + 15.0);
    let page = (sheet.page)(number, count);
    let width = faces.of(style).width(&page) * style.size();
    write(surface, faces, style, &sheet.footer, LEFT, baseline);
    write(surface, faces, style, &page, LEFT + WIDTH - width, baseline);
    surface.end_tagged();
}

fn fill(ink: Ink) -> Fill {
    let [red, green, blue] = ink;
    let paint = rgb::Color::new(red, green, blue).into();
    Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

/// The part with the lines that were drawn of it.
fn node(part: Part, leaves: &mut [Vec<Identifier>], titles: &mut impl Iterator<Item = String>) -> Node {
    let (role, parts) = match part {
        Part::Leaf(leaf) => {
            let mut group = TagGroup::new(Tag::Span);
            for identifier in leaves.get_mut(leaf).map(std::mem::take).unwrap_or_default() {
                group.push(identifier);
            }
            return group.into();
        }
        Part::Group(role, parts) => (role, parts),
    };
    let mut group = TagGroup::new(tag(role, titles));
    for part in parts {
        group.push(node(part, leaves, titles));
    }
    group.into()
}

fn tag(role: Role, titles: &mut impl Iterator<Item = String>) -> TagKind {
    use std::num::NonZeroU16;
    let second = NonZeroU16::MIN.saturating_add(1);
    match role {
        Role::Title => Tag::Hn(NonZeroU16::MIN, titles.next()).into(),
        Role::Heading => Tag::Hn(second, titles.next()).into(),
        Role::Paragraph => Tag::P.into(),
        Role::List => Tag::L(ListNumbering::None).into(),
        Role::Item => Tag::LI.into(),
        Role::Bullet => Tag::Lbl.into(),
        Role::ItemBody => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
    }
}
