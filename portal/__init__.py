"""The front desk, the corridors and the roof of Onedoor: everything that all services of the centre share."""
