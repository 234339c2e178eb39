//! infra/template.yaml as data, and the promises that it keeps. The rules are by subject: `security` has
//! passwords, permissions and headers, `resources` the things, `events` queues and streams.

use serde_json::{Map, Value, json};

use super::{Problems, events, resources, security};
use crate::failure::{During as _, Result};
use crate::places::{Places, read};

/// The resources of a template.
pub(super) struct Template {
    pub(super) json: Value,
}

/// One rule: what of the template breaks it.
pub(super) type Rule = fn(&Template) -> Problems;

pub(super) fn check(places: &Places) -> Result<Problems> {
    let template = Template::parse(&read(&places.root.join("infra/template.yaml"))?)?;
    let rules = security::RULES.iter().chain(&resources::RULES).chain(&events::RULES);
    let mut problems: Problems = rules.flat_map(|rule| rule(&template)).collect();
    let headers = serde_json::from_str(&read(&places.web().join("security-headers.json"))?)
        .during("web/security-headers.json")?;
    problems.extend(security::headers(&template, &headers));
    Ok(problems)
}

impl Template {
    /// Reads YAML with CloudFormation's short functions.
    pub(super) fn parse(yaml: &str) -> Result<Self> {
        let value: serde_yaml_ng::Value = serde_yaml_ng::from_str(yaml).during("infra/template.yaml")?;
        Ok(Self { json: plain(value) })
    }

    /// The resources of `kind`, with their logical ids.
    pub(super) fn all<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.resources().filter(move |(_, resource)| resource["Type"] == kind)
    }

    /// Every resource with its logical id.
    pub(super) fn resources(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.json["Resources"].as_object().into_iter().flatten().map(|(id, resource)| (id.as_str(), resource))
    }
}

/// YAML as JSON, with `!Ref x` as `{"Ref": x}` and `!Sub x` as `{"Fn::Sub": x}`.
fn plain(value: serde_yaml_ng::Value) -> Value {
    use serde_yaml_ng::Value as Yaml;
    match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(flag) => json!(flag),
        Yaml::Number(number) => number.as_i64().map_or_else(|| json!(number.as_f64()), |whole| json!(whole)),
        Yaml::String(text) => json!(text),
        Yaml::Sequence(list) => list.into_iter().map(plain).collect(),
        Yaml::Mapping(map) => {
            let pair = |(key, value): (Yaml, Yaml)| (key.as_str().unwrap_or_default().to_owned(), plain(value));
            Value::Object(map.into_iter().map(pair).collect::<Map<_, _>>())
        }
        Yaml::Tagged(tagged) => {
            let tag = tagged.tag.to_string();
            let name = tag.trim_start_matches('!');
            let function = if matches!(name, "Ref" | "Condition") { name.to_owned() } else { format!("Fn::{name}") };
            json!({ function: plain(tagged.value) })
        }
    }
}

/// The logical id to which a value refers: `!Ref X`, `!GetAtt X.Y` or `${X…}` at the start of a `!Sub`.
pub(super) fn refers_to(value: &Value) -> Option<&str> {
    if let Some(id) = value["Ref"].as_str() {
        return Some(id);
    }
    if let Some(path) = value["Fn::GetAtt"].as_str() {
        return path.split('.').next();
    }
    let text = value["Fn::Sub"].as_str()?;
    text.split_once("${")?.1.split(['}', '.']).next()
}

/// One value or a list of them.
pub(super) fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) => values.iter().collect(),
        one => vec![one],
    }
}

/// The real template, and one with a change at a JSON pointer, for the tests of the rules.
#[cfg(test)]
pub(super) mod samples {
    use super::*;

    pub(crate) fn real() -> Template {
        Template::parse(include_str!("../../../infra/template.yaml")).unwrap()
    }

    /// Asserts that the real template keeps `rule` and that each change breaks it. A change to `null` removes.
    pub(crate) fn each_breaks(rule: Rule, changes: &[(&str, Value)]) {
        assert_eq!(rule(&real()), Problems::new());
        for (pointer, value) in changes {
            let mut template = real();
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            let parent = template.json.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent}"));
            match parent {
                Value::Object(map) if value.is_null() => assert!(map.remove(key).is_some(), "no {pointer}"),
                Value::Object(map) => drop(map.insert(key.to_owned(), value.clone())),
                Value::Array(items) if value.is_null() => drop(items.remove(key.parse().unwrap())),
                Value::Array(items) => items[key.parse::<usize>().unwrap()] = value.clone(),
                _ => panic!("{pointer} is not in an object or list"),
            }
            assert!(!rule(&template).is_empty(), "nothing is said about {pointer} = {value}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_functions_become_long_ones() {
        let template = Template::parse("a: !Ref B\nc: !GetAtt D.Arn\ne: !Sub '${F}/x'\ng: !If [H, 1, true]\n").unwrap();
        let expected = json!({"a": {"Ref": "B"}, "c": {"Fn::GetAtt": "D.Arn"}, "e": {"Fn::Sub": "${F}/x"}, "g": {"Fn::If": ["H", 1, true]}});
        assert_eq!(template.json, expected);
        let ids: Vec<_> = ["a", "c", "e"].iter().map(|key| refers_to(&template.json[key])).collect();
        assert_eq!(ids, [Some("B"), Some("D"), Some("F")]);
    }

    #[test]
    fn a_broken_file_is_an_error() {
        assert!(Template::parse("a: [").is_err());
    }
}
