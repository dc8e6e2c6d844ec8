//! A layer imports only from those above it.

use crate::{
    imports::{Import, imports},
    modules::Modules,
};

/// `lib.rs`, which may import all.
const ROOT: &str = "lib";

/// The layers of a crate, the first at the top, and what may break their order.
#[derive(Clone, Copy)]
pub(crate) struct Layers {
    pub(crate) order: &'static [&'static str],
    pub(crate) exceptions: &'static [Exception],
}

/// An import against the layers that is wanted.
#[derive(Clone, Copy)]
pub(crate) struct Exception {
    /// The file that imports.
    pub(crate) by: &'static str,
    /// The file that it imports from.
    pub(crate) from: &'static str,
    pub(crate) because: &'static str,
}

impl Exception {
    fn allows(&self, import: &Import) -> bool {
        (self.by, self.from) == (&*import.by, &*import.from)
    }
}

/// What is against the layers or in none, and the exceptions that nothing needs.
pub(crate) fn problems(modules: &Modules, layers: &Layers) -> Vec<String> {
    let outside = modules.files().into_iter().filter(|file| {
        let layer = layer(file);
        layer != ROOT && !layers.order.contains(&layer)
    });
    let mut problems: Vec<_> = outside.map(|file| no_layer(file, layers)).collect();
    let mut is_needed = vec![false; layers.exceptions.len()];
    for import in imports(modules) {
        let Some(problem) = problem(&import, layers) else {
            continue;
        };
        let exception = layers
            .exceptions
            .iter()
            .position(|each| each.allows(&import));
        match exception {
            Some(index) => is_needed[index] = true,
            None => problems.push(problem),
        }
    }
    for (exception, is_needed) in layers.exceptions.iter().zip(is_needed) {
        let Exception { by, from, because } = exception;
        if because.is_empty() {
            problems.push(format!(
                "{by}: say why it may import {from}: its exception has no reason"
            ));
        }
        if !is_needed {
            problems.push(format!(
                "{by}: the exception for {from} (\"{because}\") is not needed: delete it"
            ));
        }
    }
    problems
}

fn problem(import: &Import, layers: &Layers) -> Option<String> {
    let Import {
        by,
        line,
        path,
        from,
    } = import;
    let (own, other) = (layer(by), layer(from));
    if own == ROOT {
        return None;
    }
    if other == ROOT {
        return Some(format!(
            "{by}:{line} imports `{path}`, which lib.rs declares: give it a file in a layer, lib.rs only \
             re-exports"
        ));
    }
    let place = |name| layers.order.iter().position(|layer| *layer == name);
    (place(other)? > place(own)?).then(|| {
        format!(
            "{by}:{line} imports `{path}` from {from}, but the layer `{other}` is below `{own}`: move what it \
             needs up to `{own}`, or the code that needs it down to `{other}`"
        )
    })
}

fn no_layer(file: &str, layers: &Layers) -> String {
    let (name, order) = (layer(file), layers.order.join(", "));
    format!("{file}: `{name}` is no layer: move it into one of {order}")
}

/// The folder or file directly below `src`.
fn layer(file: &str) -> &str {
    let top = file.split('/').next().unwrap_or(file);
    top.strip_suffix(".rs").unwrap_or(top)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::made_up;

    const LAYERS: Layers = Layers {
        order: &["policy", "driver", "retry"],
        exceptions: &[],
    };

    const LIB: (&str, &str) = (
        "lib.rs",
        "mod policy; mod driver; mod retry; pub use self::{policy::Policy, driver::Driver};",
    );

    fn found<const N: usize>(files: [(&str, &str); N], layers: &Layers) -> Vec<String> {
        problems(&Modules::of(&made_up(files)), layers)
    }

    #[test]
    fn imports_from_the_own_layer_and_those_above_it_are_tidy() {
        let files = [
            LIB,
            ("policy.rs", "mod backoff; pub struct Policy;"),
            ("policy/backoff.rs", "use super::Policy;"),
            ("driver.rs", "use crate::Policy; pub struct Driver;"),
            ("retry.rs", "use crate::{driver::Driver, policy::Policy};"),
        ];
        assert_eq!(found(files, &LAYERS), [""; 0]);
    }

    #[test]
    fn an_import_from_a_layer_below_is_reported_with_its_line() {
        let files = [
            LIB,
            ("policy.rs", "\n\nuse crate::driver::Driver;"),
            ("driver.rs", "pub struct Driver;"),
        ];
        assert_eq!(
            found(files, &LAYERS),
            [
                "policy.rs:3 imports `crate::driver::Driver` from driver.rs, but the layer `driver` is below \
              `policy`: move what it needs up to `policy`, or the code that needs it down to `driver`"
            ]
        );
    }

    #[test]
    fn an_import_through_the_root_is_one_from_the_layer_that_declares_it() {
        let files = [
            LIB,
            ("policy.rs", "use crate::Driver;"),
            ("driver.rs", "mod state; pub use self::state::Driver;"),
            ("driver/state.rs", "pub struct Driver;"),
        ];
        let [problem] = &found(files, &LAYERS)[..] else {
            panic!("one problem");
        };
        assert!(problem.starts_with(
            "policy.rs:1 imports `crate::Driver` from driver/state.rs, but the layer `driver` is below `policy`"
        ));
    }

    #[test]
    fn an_import_in_a_macro_call_is_seen() {
        let files = [
            LIB,
            (
                "driver/future.rs",
                "pin_project! {\n    struct F {\n        #[pin]\n        s: crate::retry::S,\n    }\n}",
            ),
            ("retry.rs", "pub struct S;"),
        ];
        let [problem] = &found(files, &LAYERS)[..] else {
            panic!("one problem");
        };
        assert!(
            problem.starts_with("driver/future.rs:4 imports `crate::retry::S` from retry.rs, but")
        );
    }

    #[test]
    fn an_import_of_what_lib_rs_declares_is_reported() {
        let files = [
            ("lib.rs", "mod policy; pub struct Own;"),
            ("policy.rs", "use crate::Own;"),
        ];
        assert_eq!(
            found(files, &LAYERS),
            [
                "policy.rs:1 imports `crate::Own`, which lib.rs declares: give it a file in a layer, lib.rs only \
              re-exports"
            ]
        );
    }

    #[test]
    fn a_file_outside_of_the_layers_is_reported() {
        let files = [
            LIB,
            ("policy.rs", "use crate::nanos::N;"),
            ("nanos.rs", "mod parts; pub struct N;"),
            ("nanos/parts.rs", ""),
        ];
        assert_eq!(
            found(files, &LAYERS),
            [
                "nanos.rs: `nanos` is no layer: move it into one of policy, driver, retry",
                "nanos/parts.rs: `nanos` is no layer: move it into one of policy, driver, retry",
            ]
        );
    }

    const WITH_EXCEPTION: Layers = Layers {
        exceptions: &[Exception {
            by: "policy.rs",
            from: "driver.rs",
            because: "a preview runs the rules",
        }],
        ..LAYERS
    };

    #[test]
    fn an_exception_allows_its_import_and_no_other() {
        let driver = ("driver.rs", "pub struct Driver;");
        let wanted = ("policy.rs", "mod backoff; use crate::Driver;");
        assert_eq!(found([LIB, wanted, driver], &WITH_EXCEPTION), [""; 0]);
        let other = ("policy/backoff.rs", "use crate::Driver;");
        let [problem] = &found([LIB, wanted, other, driver], &WITH_EXCEPTION)[..] else {
            panic!("one problem");
        };
        assert!(problem.starts_with("policy/backoff.rs:1 imports `crate::Driver`"));
    }

    #[test]
    fn an_exception_that_nothing_needs_is_reported() {
        let files = [LIB, ("policy.rs", ""), ("driver.rs", "pub struct Driver;")];
        assert_eq!(
            found(files, &WITH_EXCEPTION),
            [
                "policy.rs: the exception for driver.rs (\"a preview runs the rules\") is not needed: delete it"
            ]
        );
    }

    #[test]
    fn an_exception_without_a_reason_is_reported() {
        let layers = Layers {
            exceptions: &[Exception {
                by: "policy.rs",
                from: "driver.rs",
                because: "",
            }],
            ..LAYERS
        };
        let files = [
            LIB,
            ("policy.rs", "use crate::Driver;"),
            ("driver.rs", "pub struct Driver;"),
        ];
        assert_eq!(
            found(files, &layers),
            ["policy.rs: say why it may import driver.rs: its exception has no reason"]
        );
    }
}
