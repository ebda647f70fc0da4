//! Dependencies point one way: text and codebook know no crate of ours, coding both, archive and evaluation coding, app all.

use std::collections::BTreeMap;
use std::process::Command;

#[test]
fn dependencies_point_one_way() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .expect("cargo runs the tests");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let mut ours: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in metadata["packages"].as_array().expect("a list") {
        let name = package["name"].as_str().expect("a name").to_owned();
        let dependencies = package["dependencies"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|d| d["name"].as_str().expect("a name").to_owned());
        ours.insert(name, dependencies.filter(|d| d.starts_with("legation")).collect());
    }
    let allowed: [(&str, &[&str]); 9] = [
        ("legation-text", &[]),
        ("legation-codebook", &[]),
        ("legation-gazetteer", &[]),
        ("legation-coding", &["legation-codebook", "legation-gazetteer", "legation-text"]),
        ("legation-archive", &["legation-codebook", "legation-coding", "legation-gazetteer", "legation-text"]),
        ("legation-evaluation", &["legation-codebook", "legation-coding", "legation-gazetteer", "legation-text"]),
        (
            "legation",
            &["legation-archive", "legation-codebook", "legation-coding", "legation-evaluation", "legation-text"],
        ),
        ("legation-benchmarks", &["legation-codebook", "legation-coding", "legation-text"]),
        (
            "legation-train-coreference",
            &["legation-codebook", "legation-coding", "legation-evaluation", "legation-text"],
        ),
    ];
    for (name, dependencies) in &ours {
        let (_, allowed) = allowed
            .iter()
            .find(|a| a.0 == name)
            .unwrap_or_else(|| panic!("{name} has no place among the layers: give it one here"));
        for dependency in dependencies {
            assert!(allowed.contains(&dependency.as_str()), "{name} must not know {dependency}");
        }
    }
}
