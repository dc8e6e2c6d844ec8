//! The modules of a crate, and where a path leads.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Item, ItemMod, ItemUse, Visibility};

use crate::{
    mentions::{Mention, mentions},
    sources::Texts,
    test_code::{attributes, is_test_code},
    uses::{Used, inner_uses, uses},
};

/// The names of the modules from the crate's root to a module; empty for the root.
pub(crate) type ModulePath = Vec<String>;

#[derive(Debug, Default)]
pub(crate) struct Module {
    pub(crate) file: String,
    /// The paths in `use` and in code, and what each of them is for.
    pub(crate) mentions: Vec<(Mention, Role)>,
    declared: BTreeSet<String>,
    /// What `use` brings in, by the name that it has here. One name may be a function and a macro.
    used: BTreeMap<String, Vec<ModulePath>>,
    globs: Vec<ModulePath>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Role {
    /// A `use` for the module itself.
    Import,
    /// A `use` that others can import too.
    Reexport,
    /// A `use` of everything in a module.
    Glob,
    /// A path in code.
    Code,
}

/// The modules of a crate, without those for tests.
#[derive(Debug)]
pub(crate) struct Modules {
    by_path: BTreeMap<ModulePath, Module>,
}

impl Modules {
    /// Parses the files of a crate; `lib.rs` is its root.
    pub(crate) fn of(files: &Texts) -> Self {
        let mut reading = Reading::default();
        for (file, text) in files {
            let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
            reading.module(file, module_of(file), &parsed.items);
        }
        let Reading {
            mut by_path,
            only_in_tests,
        } = reading;
        by_path.retain(|path, _| !only_in_tests.iter().any(|test| path.starts_with(test)));
        Self { by_path }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&ModulePath, &Module)> {
        self.by_path.iter()
    }

    /// The files of the modules.
    pub(crate) fn files(&self) -> BTreeSet<&str> {
        self.by_path.values().map(|module| &*module.file).collect()
    }

    pub(crate) fn file(&self, module: &[String]) -> &str {
        &self.by_path[module].file
    }

    /// The modules that a path leads to as seen from `from`: the one that declares what it names, and
    /// those that re-export it on the way, unless what they re-export is in their own folder. None when
    /// it leads to another crate.
    pub(crate) fn lead(&self, from: &[String], path: &[String]) -> BTreeSet<ModulePath> {
        self.follow(from, path, &mut Vec::new())
    }

    /// The modules whose names a module re-exports.
    pub(crate) fn reexported(&self, module: &[String]) -> BTreeSet<ModulePath> {
        let mentions = self.by_path[module].mentions.iter();
        mentions
            .filter(|(_, role)| *role == Role::Reexport)
            .flat_map(|(mention, _)| self.lead(module, &mention.path))
            .collect()
    }

    fn follow(
        &self,
        from: &[String],
        path: &[String],
        passed: &mut Vec<(ModulePath, String)>,
    ) -> BTreeSet<ModulePath> {
        let mut module = from.to_vec();
        let mut rest = path;
        let mut is_relative = true;
        while let Some((name, after)) = rest.split_first() {
            match name.as_str() {
                "crate" => module.clear(),
                "super" => drop(module.pop()),
                "self" => {}
                _ => return self.name(&module, rest, is_relative, passed),
            }
            rest = after;
            is_relative = false;
        }
        BTreeSet::from([module])
    }

    /// Follows a path that begins with a name in `module`.
    fn name(
        &self,
        module: &[String],
        path: &[String],
        is_relative: bool,
        passed: &mut Vec<(ModulePath, String)>,
    ) -> BTreeSet<ModulePath> {
        let Some(known) = self.by_path.get(module) else {
            return BTreeSet::new();
        };
        let (name, after) = path.split_first().expect("a name");
        let child = [module, std::slice::from_ref(name)].concat();
        let is_child = self.by_path.contains_key(&child);
        if is_child && !after.is_empty() {
            let after: ModulePath = [&["self".to_owned()], after].concat();
            return self.follow(&child, &after, passed);
        }
        let mut found = BTreeSet::new();
        // `use a::b as a` begins with a crate, not with itself.
        let step = (module.to_vec(), name.clone());
        if passed.contains(&step) {
            return found;
        }
        passed.push(step);
        for used in known.used.get(name).into_iter().flatten() {
            let path = [used, after].concat();
            found.extend(self.through(module, &path, passed));
        }
        passed.pop();
        if known.declared.contains(name) {
            found.insert(module.to_vec());
        }
        if !found.is_empty() {
            return found;
        }
        if known.used.contains_key(name) {
            // The name comes from another crate, its re-export from here.
            found.extend((!is_relative).then(|| module.to_vec()));
            return found;
        }
        // The name of a variable may be that of a module.
        if is_child && !is_relative {
            return BTreeSet::from([child]);
        }
        for glob in &known.globs {
            for source in self.follow(module, glob, passed) {
                if self.has(&source, name) {
                    found.extend(self.name(&source, path, false, passed));
                }
            }
        }
        // A name that no item declares is declared by a macro call.
        if found.is_empty() && !is_relative {
            found.insert(module.to_vec());
        }
        found
    }

    /// Follows a `use` in `module`. If it leads out of `module`, then `module` is imported from as
    /// well.
    fn through(
        &self,
        module: &[String],
        path: &[String],
        passed: &mut Vec<(ModulePath, String)>,
    ) -> BTreeSet<ModulePath> {
        let mut found = self.follow(module, path, passed);
        if found.iter().any(|to| !to.starts_with(module)) {
            found.insert(module.to_vec());
        }
        found
    }

    fn has(&self, module: &[String], name: &str) -> bool {
        let child = [module, &[name.to_owned()]].concat();
        self.by_path.contains_key(&child)
            || self
                .by_path
                .get(module)
                .is_some_and(|known| known.declared.contains(name) || known.used.contains_key(name))
    }
}

/// `a/b.rs` is the module `a::b`.
fn module_of(file: &str) -> ModulePath {
    let name = file.strip_suffix(".rs").unwrap_or(file);
    let name = name.strip_suffix("/mod").unwrap_or(name);
    if name == "lib" {
        return Vec::new();
    }
    name.split('/').map(str::to_owned).collect()
}

#[derive(Default)]
struct Reading {
    by_path: BTreeMap<ModulePath, Module>,
    only_in_tests: Vec<ModulePath>,
}

impl Reading {
    fn module(&mut self, file: &str, path: ModulePath, items: &[Item]) {
        let mut module = Module {
            file: file.to_owned(),
            ..Module::default()
        };
        for item in items {
            if let Item::Mod(child) = item {
                self.child(file, &path, child);
            } else if !is_test_code(attributes(item)) {
                module.add(item);
            }
        }
        self.by_path.insert(path, module);
    }

    fn child(&mut self, file: &str, parent: &[String], child: &ItemMod) {
        let path = [parent, &[child.ident.to_string()]].concat();
        if is_test_code(&child.attrs) {
            self.only_in_tests.push(path);
        } else if let Some((_, items)) = &child.content {
            self.module(file, path, items);
        }
    }
}

impl Module {
    fn add(&mut self, item: &Item) {
        if let Item::Use(declaration) = item {
            self.add_use(declaration);
            return;
        }
        self.declared.extend(declared_name(item));
        for declaration in inner_uses(item) {
            self.add_use(declaration);
        }
        let code = mentions(item);
        self.mentions
            .extend(code.into_iter().map(|mention| (mention, Role::Code)));
    }

    fn add_use(&mut self, declaration: &ItemUse) {
        let is_private = matches!(declaration.vis, Visibility::Inherited);
        for Used {
            mention,
            alias,
            is_glob,
        } in uses(declaration)
        {
            let role = match (is_glob, is_private) {
                (true, _) => Role::Glob,
                (false, true) => Role::Import,
                (false, false) => Role::Reexport,
            };
            if is_glob {
                self.globs.push(mention.path.clone());
            }
            if let Some(alias) = alias {
                let paths = self.used.entry(alias).or_default();
                paths.push(mention.path.clone());
            }
            self.mentions.push((mention, role));
        }
    }
}

fn declared_name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}
