"""Import and export: spreadsheets of matters and entries, ZIPs and workbooks of what is on record."""
