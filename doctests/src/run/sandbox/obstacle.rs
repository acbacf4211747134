//! Why this kernel makes no namespaces, as far as its settings say.

use std::fs;
use std::path::Path;

/// A setting, the value that stands in the way, and what to type.
const SETTINGS: [(&str, &str, &str); 3] = [
    ("user/max_user_namespaces", "0", "sudo sysctl user.max_user_namespaces=15000"),
    ("kernel/unprivileged_userns_clone", "0", "sudo sysctl kernel.unprivileged_userns_clone=1"),
    (
        "kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0",
    ),
];

/// What stands in the way and what to type, from the settings in `settings` (`/proc/sys`).
pub(super) fn named(settings: &Path) -> String {
    let found = SETTINGS.iter().find(|(setting, forbids, _)| {
        fs::read_to_string(settings.join(setting)).is_ok_and(|value| value.trim() == *forbids)
    });
    match found {
        Some((setting, value, command)) => {
            format!("the kernel's setting {} is {value}: run `{command}`", setting.replace('/', "."))
        }
        None => "if this is a container, start it so that it may make namespaces: for Docker, \
                 `--security-opt seccomp=unconfined --security-opt apparmor=unconfined`, or `--privileged`"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_that_stands_in_the_way_is_named() {
        let settings = tempfile::tempdir().unwrap();
        assert!(named(settings.path()).contains("Docker"));
        fs::create_dir(settings.path().join("kernel")).unwrap();
        let clone = settings.path().join("kernel/unprivileged_userns_clone");
        fs::write(&clone, "1\n").unwrap();
        assert!(named(settings.path()).contains("Docker"));
        fs::write(&clone, "0\n").unwrap();
        assert_eq!(
            named(settings.path()),
            "the kernel's setting kernel.unprivileged_userns_clone is 0: run `sudo sysctl kernel.unprivileged_userns_clone=1`"
        );
    }
}
