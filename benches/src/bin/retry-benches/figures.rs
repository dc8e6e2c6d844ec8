//! Figures by name, and the file that they are kept in.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::{Map, Value};

use crate::Result;

/// Measured numbers and texts about them. A name has parts, joined by `/`.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    numbers: BTreeMap<String, f64>,
    texts: BTreeMap<String, String>,
}

impl Figures {
    pub fn read(path: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut figures = Self::default();
        for (name, value) in serde_json::from_str::<Map<String, Value>>(&text)? {
            match value {
                Value::String(text) => figures.set_text(name, text),
                value => {
                    let number = value
                        .as_f64()
                        .ok_or_else(|| format!("{name} is neither number nor text"))?;
                    figures.set(name, number);
                }
            }
        }
        Ok(figures)
    }

    pub fn write(&self, path: &Path) -> Result {
        let mut values = Map::new();
        for (name, text) in &self.texts {
            values.insert(name.clone(), text.as_str().into());
        }
        for (name, &number) in &self.numbers {
            // More than two decimal places are noise.
            values.insert(name.clone(), ((number * 100.0).round() / 100.0).into());
        }
        fs::write(path, serde_json::to_string_pretty(&values)? + "\n")?;
        Ok(())
    }

    pub fn set(&mut self, name: impl Into<String>, number: f64) {
        self.numbers.insert(name.into(), number);
    }

    pub fn set_if_some(&mut self, name: impl Into<String>, number: Option<f64>) {
        if let Some(number) = number {
            self.set(name, number);
        }
    }

    pub fn set_text(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.texts.insert(name.into(), text.into());
    }

    pub fn number(&self, name: &str) -> Option<f64> {
        self.numbers.get(name).copied()
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    pub fn numbers(&self) -> impl Iterator<Item = (&str, f64)> {
        self.numbers
            .iter()
            .map(|(name, &number)| (name.as_str(), number))
    }

    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The first part of each name.
    pub fn kinds(&self) -> BTreeSet<String> {
        self.numbers
            .keys()
            .chain(self.texts.keys())
            .filter_map(|name| name.split('/').next())
            .map(str::to_owned)
            .collect()
    }

    /// Removes all figures of this kind.
    pub fn forget(&mut self, kind: &str) {
        let prefix = format!("{kind}/");
        self.numbers.retain(|name, _| !name.starts_with(&prefix));
        self.texts.retain(|name, _| !name.starts_with(&prefix));
    }

    pub fn extend(&mut self, others: Self) {
        self.numbers.extend(others.numbers);
        self.texts.extend(others.texts);
    }
}
