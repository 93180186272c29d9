DELETE FROM core.outlook WHERE role_id = $role_id
