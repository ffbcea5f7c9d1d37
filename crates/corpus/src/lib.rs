//! Training data to the figures of the public summary (documents, bytes, domains), and crawls to an audit against the
//! reservations that `gpai-optout` reads. The data engine it needs is heavy, so this will be a program of its own,
//! `gpai-corpus`, outside the build of the light one. Empty so far.
