#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| retry_fuzzed::configuration(input));
