//! Project files as far as they matter here: elements, attributes, properties. Conditions are not
//! judged; what stands under one counts as being there.

use crate::package::content::text::{Lines, decode};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::HashMap;

/// More elements than this are in no project file.
const MOST_ELEMENTS: usize = 20_000;
/// `$(A)` may be made of `$(B)`, and so on, but not for ever.
const DEEPEST_PROPERTY: usize = 8;
/// Nor of so many, or so long: ten properties of ten of each other are a thousand million.
const MOST_REFERENCES: usize = 1_000;
const LONGEST_VALUE: usize = 16_000;

/// One element of a project file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub name: String,
    /// Its own index.
    at: usize,
    /// Index of the element around it.
    parent: Option<usize>,
    attributes: Vec<(String, String)>,
    pub text: String,
    /// 1-based.
    pub line: u32,
    /// Byte offset.
    pub starts: usize,
}

/// A `.csproj`, `.props` or similar file.
#[derive(Debug, Clone, Default)]
pub(super) struct ProjectFile {
    /// Relative to the folder, with `/`.
    pub path: String,
    pub text: String,
    elements: Vec<Element>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }
}

impl ProjectFile {
    /// None if it is not XML.
    pub fn read(path: &str, bytes: &[u8]) -> Option<Self> {
        let text = decode(bytes).into_owned();
        let elements = elements(&text)?;
        Some(Self {
            path: path.to_owned(),
            text,
            elements,
        })
    }

    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f Element> {
        self.elements
            .iter()
            .filter(move |element| element.name.eq_ignore_ascii_case(name))
    }

    /// The SDKs it is built with: the attribute of the root, or elements of their own.
    pub fn sdks(&self) -> impl Iterator<Item = &str> {
        let root = self
            .elements
            .first()
            .and_then(|root| root.attribute("Sdk"))
            .into_iter()
            .flat_map(|sdks| sdks.split(';'));
        let named = self.all("Sdk").filter_map(|sdk| sdk.attribute("Name"));
        let imported = self
            .all("Import")
            .filter_map(|import| import.attribute("Sdk"));
        root.chain(named).chain(imported)
    }

    /// What stands in `element` as the child or attribute `name`.
    pub fn value<'f>(&'f self, element: &'f Element, name: &str) -> Option<&'f str> {
        element.attribute(name).or_else(|| {
            // All that lies in it follows it, up to the first that does not.
            let inside = self.elements.get(element.at + 1..)?.iter();
            inside
                .take_while(|other| other.parent >= Some(element.at))
                .find(|child| {
                    child.parent == Some(element.at) && child.name.eq_ignore_ascii_case(name)
                })
                .map(|child| child.text.trim())
        })
    }

    /// Properties in the order they are set.
    fn properties(&self) -> impl Iterator<Item = (&str, &str)> {
        self.elements.iter().filter_map(|element| {
            let group = &self.elements[element.parent?];
            group
                .name
                .eq_ignore_ascii_case("PropertyGroup")
                .then_some((element.name.as_str(), element.text.trim()))
        })
    }
}

/// Properties of a project with those of the files around it; the last one set counts.
#[derive(Debug, Default)]
pub(super) struct Properties(HashMap<String, String>);

impl Properties {
    pub fn of<'f>(files: impl IntoIterator<Item = &'f ProjectFile>) -> Self {
        let mut properties = HashMap::new();
        for file in files {
            for (name, value) in file.properties() {
                properties.insert(name.to_lowercase(), value.to_owned());
            }
        }
        Self(properties)
    }

    /// The value with every `$(Name)` filled in; none if it is not set, is empty, or is made of
    /// something only a build knows.
    pub fn get(&self, name: &str) -> Option<String> {
        let value = self.0.get(&name.to_lowercase())?;
        self.fill(value).filter(|value| !value.is_empty())
    }

    pub fn fill(&self, text: &str) -> Option<String> {
        let mut filled = Filled {
            text: String::new(),
            references: 0,
        };
        self.fill_into(&mut filled, text, DEEPEST_PROPERTY)?;
        Some(filled.text)
    }

    fn fill_into(&self, filled: &mut Filled, text: &str, deepest: usize) -> Option<()> {
        let mut rest = text;
        while let Some((before, reference)) = rest.split_once("$(") {
            filled.push(before)?;
            filled.references += 1;
            if filled.references > MOST_REFERENCES {
                return None;
            }
            let (name, after) = reference.split_once(')')?;
            let value = self.0.get(&name.trim().to_lowercase())?;
            self.fill_into(filled, value, deepest.checked_sub(1)?)?;
            rest = after;
        }
        filled.push(rest)
    }
}

/// A value while its properties are filled in.
struct Filled {
    text: String,
    references: usize,
}

impl Filled {
    fn push(&mut self, text: &str) -> Option<()> {
        let fits = self.text.len() + text.len() <= LONGEST_VALUE;
        fits.then(|| self.text.push_str(text))
    }
}

fn elements(text: &str) -> Option<Vec<Element>> {
    let mut reader = Reader::from_str(text);
    let mut lines = Lines::of(text);
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let parent = open.last().copied();
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                open.push(elements.len());
                elements.push(element(&tag, elements.len(), parent, (at, lines.at(at))));
            }
            Event::Empty(tag) => {
                elements.push(element(&tag, elements.len(), parent, (at, lines.at(at))));
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Text(words) => {
                if let Some(at) = open.last() {
                    elements[*at].text.push_str(&words);
                }
            }
            Event::Eof => return (open.is_empty() && !elements.is_empty()).then_some(elements),
            _ => {}
        }
        if elements.len() > MOST_ELEMENTS {
            return None;
        }
    }
}

fn element(
    tag: &BytesStart<'_>,
    at: usize,
    parent: Option<usize>,
    (starts, line): (usize, u32),
) -> Element {
    let mut attributes = tag.attributes();
    // Looking for twins among them takes the square of their number.
    let attributes = attributes.with_checks(false).flatten();
    let attributes = attributes.filter_map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some((
            attribute.key.local_name().as_ref().to_owned(),
            value.into_owned(),
        ))
    });
    Element {
        name: tag.local_name().as_ref().to_owned(),
        at,
        parent,
        attributes: attributes.collect(),
        text: String::new(),
        line,
        starts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> ProjectFile {
        ProjectFile::read("Web.csproj", text.as_bytes()).expect("a project file")
    }

    #[test]
    fn a_version_is_read_as_attribute_and_as_element() {
        let project = file(
            "\u{feff}<Project Sdk=\"Microsoft.NET.Sdk.Web\">\n<!-- <PackageReference Include=\"Old\" /> -->\n<ItemGroup>\n\
             <PackageReference Include=\"A\" Version=\"1.0\" />\n\
             <PackageReference Include=\"B\"><Version> 2.0 </Version></PackageReference>\n</ItemGroup></Project>",
        );
        let found: Vec<_> = project
            .all("PackageReference")
            .map(|one| {
                (
                    one.attribute("Include"),
                    project.value(one, "Version"),
                    one.line,
                )
            })
            .collect();
        assert_eq!(
            found,
            [(Some("A"), Some("1.0"), 4), (Some("B"), Some("2.0"), 5)]
        );
        assert!(project.sdks().any(|sdk| sdk == "Microsoft.NET.Sdk.Web"));
    }

    #[test]
    fn properties_are_filled_in_and_never_go_round_in_circles() {
        let project = file(
            "<Project><PropertyGroup><X>31</X><V>$(X).6.2</V><Loop>$(Loop)</Loop><Empty /></PropertyGroup></Project>",
        );
        let properties = Properties::of([&project]);
        assert_eq!(properties.get("v").as_deref(), Some("31.6.2"));
        assert_eq!(properties.get("Loop"), None);
        assert_eq!(properties.get("Empty"), None);
        assert_eq!(properties.fill("$(Unknown).1"), None);
    }

    #[test]
    fn properties_made_of_many_others_come_to_an_end() {
        // Eight levels of ten references each would be a text of a hundred million parts.
        let levels: String = (0..8)
            .map(|level| {
                format!(
                    "<P{level}>{}</P{level}>",
                    format!("$(P{})", level + 1).repeat(10)
                )
            })
            .collect();
        let project = file(&format!(
            "<Project><PropertyGroup>{levels}<P8>x</P8><Many>{}</Many></PropertyGroup></Project>",
            "$(P8)".repeat(300_000)
        ));
        let properties = Properties::of([&project]);
        assert_eq!(properties.get("P0"), None);
        assert_eq!(properties.get("P6").map(|filled| filled.len()), Some(100));
        // One after the other, not one inside the other: no number of them fills the stack.
        assert_eq!(properties.get("Many"), None);
    }

    #[test]
    fn a_value_is_found_among_thousands_of_elements_and_attributes_in_time() {
        let many =
            "<PackageReference Include=\"A\"><Version>1</Version></PackageReference>".repeat(9_000);
        let attributes: String = (0..60_000).map(|n| format!(" a{n}=''")).collect();
        let project = file(&format!("<Project{attributes}>{many}</Project>"));
        let found = project.all("PackageReference");
        let found = found.filter(|one| project.value(one, "Version") == Some("1"));
        assert_eq!(found.count(), 9_000);
    }

    #[test]
    fn what_is_no_project_file_is_none() {
        for text in ["", "Project", "<Project>", "<Project></Projekt>"] {
            assert!(ProjectFile::read("x", text.as_bytes()).is_none(), "{text}");
        }
    }
}
