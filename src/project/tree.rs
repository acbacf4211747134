//! Lists the files of the book, in order, without ever following a link out of it.

use std::collections::BTreeSet;

use super::read::Reader;

/// Deeper than any book; a deeper tree is a mistake.
const DEPTH: usize = 8;
/// More than any book; a larger tree is a mistake.
const FILES: usize = 20_000;

impl Reader {
    /// Every file in the root itself and below `folders`, relative to the root. Hidden files, build output
    /// and symbolic links are left out; a link below `folders` is a fault.
    pub(super) fn tree(&mut self, folders: &[&str]) -> BTreeSet<String> {
        let mut files = BTreeSet::new();
        self.list("", 0, &mut files);
        for folder in folders {
            if self.root.join(folder).is_dir() {
                self.list(folder, DEPTH, &mut files);
            }
        }
        files
    }

    fn list(&mut self, folder: &str, depth: usize, files: &mut BTreeSet<String>) {
        let entries = match std::fs::read_dir(self.root.join(folder)) {
            Ok(entries) => entries,
            Err(error) => return self.refuse(folder, format!("{folder} cannot be listed: {error}")),
        };
        let mut names: Vec<_> = entries.filter_map(Result::ok).collect();
        names.sort_by_key(std::fs::DirEntry::file_name);
        for entry in names {
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                self.refuse(folder, format!("{folder}/{} is no UTF-8 name", name.to_string_lossy()));
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            match entry.file_type() {
                Ok(kind) if kind.is_symlink() && depth > 0 => {
                    self.refuse(&path, format!("{path} is a symbolic link; put the file itself there"));
                }
                Ok(kind) if kind.is_dir() && depth > 1 && name != "target" => {
                    self.list(&path, depth - 1, files);
                }
                Ok(kind) if kind.is_dir() && depth == 1 => {
                    self.refuse(&path, format!("{path} lies more than {DEPTH} folders deep"));
                }
                Ok(kind) if kind.is_file() => {
                    if files.len() >= FILES {
                        return self.refuse(folder, format!("the book has more than {FILES} files"));
                    }
                    files.insert(path);
                }
                _ => {}
            }
        }
    }
}
