//! Rights-reservation protocols: the bytes of a robots.txt, a header or a page in; whether a crawler may take the work
//! out, with the line that decided. No input or output of its own: whoever fetched the bytes hands them over. It depends
//! on no other crate of the workspace. Empty so far.
