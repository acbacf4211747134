//! Page + catalog → diagnostics: citations, facts and oaths are held to what they cite; pure.
