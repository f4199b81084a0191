"""The register of papers: which were issued, in which version, what became of them, who got a copy and how."""
