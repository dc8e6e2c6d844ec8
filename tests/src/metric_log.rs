use metrics::with_local_recorder;
use metrics_util::debugging::{DebugValue, DebuggingRecorder};

/// What a closure records on this thread, each metric as a line, in the order of the lines: name and labels,
/// unit, kind, values.
///
/// # Panics
///
/// If a metric has no description or no unit.
pub fn recorded(run: impl FnOnce()) -> Vec<String> {
    // It lives on, so that no other has its address: the metrics are described once to each address.
    let recorder: &_ = Box::leak(Box::new(DebuggingRecorder::new()));
    with_local_recorder(recorder, run);
    let metrics = recorder.snapshotter().snapshot().into_vec();
    let mut lines: Vec<_> = metrics
        .into_iter()
        .map(|(key, unit, description, value)| {
            assert!(description.is_some(), "{key:?} is not described");
            let (_, key) = key.into_parts();
            let labels: Vec<_> = key
                .labels()
                .map(|label| format!("{}={}", label.key(), label.value()))
                .collect();
            let unit = unit.expect("a unit").as_str();
            let (name, labels) = (key.name(), labels.join(","));
            let value = match value {
                DebugValue::Counter(count) => format!("counter {count}"),
                DebugValue::Gauge(value) => format!("gauge {value}"),
                DebugValue::Histogram(values) => {
                    let values: Vec<_> = values.iter().map(|value| value.0).collect();
                    format!("histogram {values:?}")
                }
            };
            format!("{name}{{{labels}}} {unit} {value}")
        })
        .collect();
    lines.sort();
    lines
}
